"""MkDocs hook: mkdocs-jupyter runs a lab, and MkDocs renders it as any other page.

mkdocs-jupyter runs the cells, cells.py writes them down as Markdown, MkDocs renders that. So the
math, links, anchors, images, headings and search of a lab are those of every page, and as strict.
What the cells put out is kept in .cache/labs/ under a key of all that it depends on, so that a
build without a change starts no kernel. What Jupyter's packages make of a lab's text is kept in
.cache/notebooks/, so that such a build imports none of them.
"""

import json
import logging
import os
import re
from importlib import metadata
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from page import cells, notes
from page.added import add_file
from page.kept import Kept, machine
from page.notebook import colab
from page.sources import made_by

log = logging.getLogger("mkdocs.hooks.labs")

HOOKS = Path(__file__).parent
JUPYTER = HOOKS / "page/jupyter"
# What decides how a lab runs, besides itself, its snippets and the packages.
RUNS_BY = [HOOKS / "draw/style.py", *sorted(p for p in JUPYTER.rglob("*.*") if p.suffix != ".pyc")]
# The plugin's own settings. It is not in mkdocs.yml, which would import it for each build.
_PLUGIN = {
    "include": ["labs/*.py"],
    "execute": True,
    "allow_errors": False,  # a cell that raises would pass, its traceback on the page
    "kernel_name": "lab",  # page/jupyter/kernels/lab: this Python, whatever others there are
    "cache": False,  # its key knows neither torch's version nor snippets; `_kept` has one that does
}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Lab(File):
    """A script that is a page."""

    def is_documentation_page(self) -> bool:
        """As Markdown is."""
        return True


def on_config(config: MkDocsConfig) -> None:
    """What a lab's kernel inherits, so that nothing of the user's own changes it."""
    root = _root(config)
    ipython = root / ".cache" / "ipython"
    ipython.mkdir(parents=True, exist_ok=True)  # else IPython warns, and takes another
    os.environ |= {
        "JUPYTER_PATH": str(JUPYTER),  # its kernel is this Python, whatever others are installed
        "JUPYTER_CONFIG_PATH": str(JUPYTER),
        "IPYTHONDIR": str(ipython),  # else the user's startup files run too
        "LAB_HOOKS": str(HOOKS),
        "LAB_SNIPPETS": str(root / "snippets"),
        "OMP_NUM_THREADS": "1",  # two threads on tensors this small were up to 17 times slower
        "PYTHONDONTWRITEBYTECODE": "1",  # snippets/ is watched: a write there would build again
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make each lab a page, and put its notebook beside it, with the snippets that it runs."""
    found = Files([_page(file) if _is_lab(file) else file for file in files])
    for file in [file for file in found if _is_lab(file)]:
        note = (
            f"*From {config.site_url}{file.url}, where its links lead somewhere. It needs "
            f"torch and matplotlib; the page was made with {_versions('torch', 'matplotlib')}.*"
        )
        # Already here, as the lab's page links to it.
        add_file(found, config, f"labs/{_notebook(file)}", _download(file, note, config))
    return found


@event_priority(100)  # first, so that every other hook finds Markdown
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Replace the lab's source by Markdown that shows its cells and what they put out."""
    if not _is_lab(page.file):
        return None
    lab = _read(page.file, config)
    outputs = _kept(page.file, lab, config).get("outputs", lambda: _outputs(page, config, files))
    address = colab(page.file.src_uri, config.repo_url)
    note = (
        f"[Download this lab as a notebook]({_notebook(page.file)}){{ download }}"
        + (f", or [open it in Colab]({address})" if address else "")
        + ". It carries the scripts that it runs, and needs torch and matplotlib."
    )
    try:
        return cells.to_markdown(lab, outputs, note, page.file.src_uri)
    except cells.LabError as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None


def _page(file: File) -> Lab:
    return Lab(file.src_uri, file.src_dir, file.dest_dir, file.use_directory_urls)


def _is_lab(file: File) -> bool:
    return file.src_uri.startswith("labs/") and file.src_uri.endswith(".py")


def _notebook(file: File) -> str:
    return PurePosixPath(file.src_uri).with_suffix(".ipynb").name


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _versions(*packages: str) -> str:
    # Without `+cpu` and the like, which change no number here.
    return ", ".join(f"{name} {metadata.version(name).split('+')[0]}" for name in packages)


def _read(file: File, config: MkDocsConfig) -> cells.Notebook:
    """The lab's cells."""
    return _of_text(file, config).get("cells", lambda: cells.read(file.content_string))


def _download(file: File, note: str, config: MkDocsConfig) -> str:
    """The lab's notebook, not run."""
    lab = _read(file, config)
    snippets = _snippets(lab, config)
    by = notes.digest(json.dumps([snippets, note]))
    try:
        return _of_text(file, config).get(
            "download", lambda: cells.download(lab, snippets, note), by
        )
    except cells.LabError as error:
        raise PluginError(f"{file.src_uri}: {error}") from None


def _of_text(file: File, config: MkDocsConfig) -> Kept:
    """What is made of a lab's text, and nothing that it puts out."""
    depends_on = [file.content_string, made_by("page.cells"), machine()]
    folder = _root(config) / ".cache/notebooks"
    return Kept(folder, PurePosixPath(file.src_uri).stem, depends_on)


def _snippets(lab: cells.Notebook, config: MkDocsConfig) -> dict[str, str]:
    """The snippets that the lab's code names, in double quotes, from snippets/ on; name to text."""
    folder = _root(config) / "snippets"
    code = "\n".join(cells.code(lab))
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.py"))}
    return {name: path.read_text("utf-8") for name, path in named.items() if f'"{name}"' in code}


def _kept(file: File, lab: cells.Notebook, config: MkDocsConfig) -> Kept:
    """What this lab put out, with these snippets, on this machine."""
    depends_on = [
        cells.code(lab),  # not its prose: an edit to a sentence runs nothing
        _snippets(lab, config),
        machine(),
        _PLUGIN,
        [path.read_text("utf-8") for path in RUNS_BY],
    ]
    return Kept(_root(config) / ".cache/labs", PurePosixPath(file.src_uri).stem, depends_on)


def _outputs(page: Page, config: MkDocsConfig, files: Files) -> list[list[dict]]:
    """What each code cell puts out, in order, as nbformat has it.

    Raises:
        PluginError: a cell raised, warned, took too long or ended the kernel.
    """
    from mkdocs_jupyter.config import settings
    from mkdocs_jupyter.plugin import Plugin
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    log.info("Running %s", page.file.src_uri)
    settings.templates_dir = str(JUPYTER)
    plugin = Plugin()
    plugin.load_config(_PLUGIN)
    # mkdocs-jupyter 0.26 puts a method into this one page, which runs the lab.
    plugin.on_pre_page(page, config=config, files=files)
    run = vars(page).pop("render")
    try:
        run(config, files)
        return cells.put_out(json.loads(page.content or ""))
    except (CellExecutionError, CellTimeoutError, RuntimeError, cells.LabError) as error:
        raise PluginError(
            f"{page.file.src_uri} did not run to its end. {_ANSI.sub('', str(error)).strip()}\n"
            "Fix this cell, or the snippet that it runs; a warning counts as an error here."
        ) from None
