"""At the foot of each page, folded: what the tests of its mirror prove, as sentences.

The mirror of docs/losses/mse.md is tests/losses/test_mse.py, and what in tests/losses/mse/ has no
page of its own; that of its snippets is snippets/losses/mse.py and all in snippets/losses/mse/.
"""

from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from page.proofs import Proof, proofs


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add the fold below what the page says."""
    root = Path(config.config_file_path).parent
    proved = {path: proofs(path, root / "tests") for path in _tests_of(page.file, root, files)}
    if not any(proved.values()):
        return html
    count = sum(map(len, proved.values()))
    parts = [
        f"<p>{_in_repository(path, root, config)}</p>\n<ul>\n{''.join(map(_item, found))}</ul>\n"
        for path, found in proved.items()
        if found
    ]
    snippets = [_in_repository(path, root, config) for path in _snippets_of(page.file, root)]
    if snippets:
        parts.append(f"<p>What they run: {', '.join(snippets)}</p>\n")
    # Not searched: a search is for what pages say, and their sentences say it.
    return (
        f'{html}\n<details class="proved-by" data-search-exclude>\n'
        f"<summary>Proved by {count} test{'s' if count > 1 else ''}</summary>\n"
        f"{''.join(parts)}</details>\n"
    )


def _place(file: File) -> PurePosixPath:
    """Where a page's mirror is, below snippets/ and tests/: losses/mse, for an index losses."""
    path = PurePosixPath(file.src_uri).with_suffix("")
    return path.parent if path.name == "index" and path.parent.name else path


def _tests_of(file: File, root: Path, files: Files) -> list[Path]:
    source = PurePosixPath(file.src_uri)
    own = root / "tests" / source.parent / f"test_{source.stem}.py"
    place = _place(file)
    pages = {PurePosixPath(page.src_uri).with_suffix("") for page in files.documentation_pages()}
    below = [
        path
        for path in sorted((root / "tests" / place).glob("test_*.py"))
        if path != own and place / path.stem.removeprefix("test_") not in pages
    ]
    return [path for path in [own, *below] if path.is_file()]


def _snippets_of(file: File, root: Path) -> list[Path]:
    folder = root / "snippets" / _place(file)
    own = folder.with_suffix(".py")
    return [path for path in [own, *sorted(folder.glob("*.py"))] if path.is_file()]


def _in_repository(path: Path, root: Path, config: MkDocsConfig) -> str:
    """The file's name; it leads to the file if the build knows where the repository is."""
    name = f"<code>{path.relative_to(root).as_posix()}</code>"
    if not config.repo_url:
        return name
    # HEAD is the default branch, whatever it is called; GitLab knows this form as well.
    address = f"{config.repo_url.rstrip('/')}/blob/HEAD/{path.relative_to(root).as_posix()}"
    return f'<a href="{address}">{name}</a>'


def _item(proof: Proof) -> str:
    cases = f" <small>{proof.cases} cases</small>" if proof.cases and proof.cases > 1 else ""
    return f"<li>{proof.sentence}{cases}</li>\n"
