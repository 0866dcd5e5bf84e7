"""At the foot of each page, folded: what the tests of its mirror prove, as sentences.

The mirror of docs/losses/mse.md is tests/losses/test_mse.py, and what in tests/losses/mse/ has no
page of its own; that of its snippets is snippets/losses/mse.py and all in snippets/losses/mse/.
"""

from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from page.proofs import proofs
from stepper.markup import templates

_TEMPLATES = templates(Path(__file__).with_name("page") / "templates")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add the fold below what the page says."""
    root = Path(config.config_file_path).parent
    tests = {path: proofs(path, root / "tests") for path in _tests_of(page.file, root, files)}
    proved = {path.relative_to(root).as_posix(): found for path, found in tests.items() if found}
    if not proved:
        return html
    snippets = [path.relative_to(root).as_posix() for path in _snippets_of(page.file, root)]
    fold = _TEMPLATES.get_template("proved_by.html").render(
        repository=(config.repo_url or "").rstrip("/"),
        count=sum(map(len, proved.values())),
        proved=proved,
        snippets=snippets,
    )
    return f"{html}\n{fold}\n"


def _place(file: File) -> PurePosixPath:
    """Where a page's mirror is, below snippets/ and tests/: losses/mse, for an index losses."""
    path = PurePosixPath(file.src_uri).with_suffix("")
    return path.parent if path.name == "index" and path.parent.name else path


def _tests_of(file: File, root: Path, files: Files) -> list[Path]:
    source = PurePosixPath(file.src_uri)
    own = root / "tests" / source.parent / f"test_{source.stem}.py"
    place = _place(file)
    below = [
        path
        for path in sorted((root / "tests" / place).glob("test_*.py"))
        if path != own and f"{place / path.stem.removeprefix('test_')}.md" not in files.src_uris
    ]
    return [path for path in [own, *below] if path.is_file()]


def _snippets_of(file: File, root: Path) -> list[Path]:
    folder = root / "snippets" / _place(file)
    own = folder.with_suffix(".py")
    return [path for path in [own, *sorted(folder.glob("*.py"))] if path.is_file()]
