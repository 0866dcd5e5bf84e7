"""MkDocs hook: mkdocs-jupyter runs a lab, and MkDocs renders it as any other page.

mkdocs-jupyter runs the cells, cells.py writes them down as Markdown, MkDocs renders that. So the
math, links, anchors, images, headings and search of a lab are those of every page, and as strict.
What the cells put out is kept in .cache/labs/ under a key of all that it depends on, so that a
build without a change starts no kernel.
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
from mkdocs_jupyter.config import settings
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from page import cells
from page.added import add_file
from page.kept import Kept, machine
from page.notebook import colab

log = logging.getLogger("mkdocs.hooks.labs")

HOOKS = Path(__file__).parent
JUPYTER = HOOKS / "page/jupyter"
# What decides how a lab runs, besides itself, its snippets and the packages.
RUNS_BY = [HOOKS / "draw/style.py", *sorted(p for p in JUPYTER.rglob("*.*") if p.suffix != ".pyc")]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def on_config(config: MkDocsConfig) -> None:
    """What a lab's kernel inherits, so that nothing of the user's own changes it."""
    root = _root(config)
    settings.templates_dir = str(JUPYTER)
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


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Put beside each lab its notebook, which carries the snippets that the lab runs."""
    for file in [file for file in files if _is_lab(file)]:
        lab = cells.read(file.content_string)
        note = (
            f"*From {config.site_url}{file.url}, where its links lead somewhere. It needs "
            f"torch and matplotlib; the page was made with {_versions('torch', 'matplotlib')}.*"
        )
        try:
            text = cells.download(lab, _snippets(lab, config), note)
        except cells.LabError as error:
            raise PluginError(f"{file.src_uri}: {error}") from None
        # Already here, as the lab's page links to it.
        add_file(files, config, f"labs/{_notebook(file)}", text)


@event_priority(100)  # first, so that every other hook finds Markdown
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Replace the lab's source by Markdown that shows its cells and what they put out."""
    if not _is_lab(page.file):
        return None
    lab = cells.read(markdown)
    # mkdocs-jupyter 0.26 put a method of this name into this one page, which runs the lab.
    run = vars(page).pop("render")
    outputs = _kept(page.file, lab, config).get(
        "outputs", lambda: _outputs(page, run, config, files)
    )
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


def _is_lab(file: File) -> bool:
    return file.src_uri.startswith("labs/") and file.src_uri.endswith(".py")


def _notebook(file: File) -> str:
    return PurePosixPath(file.src_uri).with_suffix(".ipynb").name


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _versions(*packages: str) -> str:
    # Without `+cpu` and the like, which change no number here.
    return ", ".join(f"{name} {metadata.version(name).split('+')[0]}" for name in packages)


def _snippets(lab: NotebookNode, config: MkDocsConfig) -> dict[str, str]:
    """The snippets that the lab's code names, in double quotes, from snippets/ on; name to text."""
    folder = _root(config) / "snippets"
    code = "\n".join(cells.code(lab))
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.py"))}
    return {name: path.read_text("utf-8") for name, path in named.items() if f'"{name}"' in code}


def _kept(file: File, lab: NotebookNode, config: MkDocsConfig) -> Kept:
    """What this lab put out, with these snippets, on this machine."""
    depends_on = [
        cells.code(lab),  # not its prose: an edit to a sentence runs nothing
        _snippets(lab, config),
        machine(),
        [path.read_text("utf-8") for path in RUNS_BY],
    ]
    return Kept(_root(config) / ".cache/labs", PurePosixPath(file.src_uri).stem, depends_on)


def _outputs(page: Page, run, config: MkDocsConfig, files: Files) -> list[list[dict]]:
    """What each code cell puts out, in order, as nbformat has it.

    Raises:
        PluginError: a cell raised, warned, took too long or ended the kernel.
    """
    log.info("Running %s", page.file.src_uri)
    try:
        run(config, files)
        return cells.put_out(json.loads(page.content or ""))
    except (CellExecutionError, CellTimeoutError, RuntimeError, cells.LabError) as error:
        raise PluginError(
            f"{page.file.src_uri} did not run to its end. {_ANSI.sub('', str(error)).strip()}\n"
            "Mend this cell, or the snippet that it runs; a warning counts as an error here."
        ) from None
