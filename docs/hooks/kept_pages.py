"""A page is rendered again only if something is other that it is made from.

What Markdown, the hooks and the runs made of a page is kept in .cache/pages/, with a note of each
file that was read for it, and of the code that made what it asked for. A page of which MkDocs
warned is not kept, so that it warns again.
Templates are compiled once: Jinja keeps them in .cache/templates/ under what stands in them, and
by which packages.
Where many pages have to be made, another process makes them from the last page on, until both meet.
"""

import json
import logging
import multiprocessing
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.ext import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from page import kept, kept_runs, notes, snippets, sources

_EMBED = '--8<-- "'

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

_MANY = 20  # pages: for fewer the imports, which both processes pay, cost more than is gained

_made_by = ""  # stands for what all pages of this build are made from
_helpers: list[multiprocessing.process.BaseProcess] = []


def on_config(config: MkDocsConfig) -> None:
    """Begin a build; not with code of which this process has a part as it was, a part as it is."""
    if edited := sources.edited():
        raise PluginError(f"edited in docs/hooks: {', '.join(edited)}; begin `mkdocs serve` anew")
    notes.clear()


@event_priority(-100)  # last, as what other hooks begin here the other process has to know
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """See what each page depends on: settings, hooks, packages, terms, what files there are."""
    global _made_by
    there = sorted((file.src_uri, file.url, file.inclusion.name) for file in files)
    settings = Path(config.config_file_path).read_text("utf-8")
    terms = Path(config.docs_dir, "glossary.md").read_text("utf-8")
    hooks = sources.made_by(*(Path(hook).stem for hook in config.hooks))
    made_by = [settings, config.repo_url, terms, there, hooks, kept.machine()]
    _made_by = notes.digest(json.dumps(made_by))
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    if sum(not _is_kept(page, config) for page in pages) >= _MANY and _may_fork():
        kept_runs.load()
        fork = multiprocessing.get_context("fork")  # it knows all that MkDocs knows so far
        helper = fork.Process(target=_make, args=(pages[::-1], config, files), daemon=True)
        helper.start()
        _helpers.append(helper)


@event_priority(-100)  # last, when the Markdown is as it stays, and a lab's page is as any other
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let MkDocs, which renders the page next, ask here first."""
    # MkDocs 1.6 has no event that could say what a page's HTML is.
    vars(page)["render"] = partial(_render, page)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Wait for the other process, if there is one, and let Jinja keep what it compiles."""
    while _helpers:
        _helpers.pop().join()
    folder = Path(config.config_file_path).parent / ".cache/templates"
    folder.mkdir(parents=True, exist_ok=True)
    # A line that only says what to do leaves none in the page, and no other its indent: both would
    # be of some weight.
    env.trim_blocks = True
    env.add_extension(_Flush)
    packages = notes.digest(json.dumps(kept.machine()))[:16]
    env.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{packages}-flush-%s.cache")
    return env


class _Flush(Extension):
    """Each line of a template begins at the left. What it is filled with keeps its indents."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENT.sub("", source)


def _may_fork() -> bool:
    """Whether there is a second core, and no thread that a copy of this process would lack."""
    cores = os.cpu_count() or 1
    return hasattr(os, "fork") and cores > 1 and threading.active_count() == 1


def _make(pages: Iterable[Page], config: MkDocsConfig, files: Files) -> None:
    """Render pages as MkDocs does, so that they are kept; what is wrong the other process says."""
    with suppress(Exception), _unsaid():
        for page in pages:
            config.plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            markdown = page.markdown or ""
            page.markdown = config.plugins.on_page_markdown(
                markdown, page=page, config=config, files=files
            )
            page.render(config, files)


def _path(page: Page, config: MkDocsConfig) -> Path:
    """Where a page is kept."""
    folder = Path(config.config_file_path).parent / ".cache/pages"
    return folder / f"{page.file.src_uri.replace('/', '.')}.json"


def _is_kept(page: Page, config: MkDocsConfig) -> bool:
    """Whether it may be as it was: by what all pages are made from; its own text may be another."""
    path = _path(page, config)
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as file:
        return _made_by in file.read(100)


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Put into the page what it is rendered to, now or in an earlier build."""
    source = page.file.src_uri
    path = _path(page, config)
    key = notes.digest(f"{_made_by}\n{page.markdown}")
    found = kept.read_whole(path)
    if found.get("key") == key and _holds(found["notes"]):
        notes.again(source, found["notes"])
        _fill(page, found["page"], files)
        return
    with notes.of_page(source) as noted, _warnings() as warned:
        _note_embedded(page.markdown or "")
        Page.render(page, config, files)
    if not warned:
        made = {"made_by": _made_by, "key": key, "notes": noted, "page": _made(page)}
        kept.write_whole(path, json.dumps(made))


def _holds(noted: notes.Notes) -> bool:
    """Whether what the page read still says the same, and what it asked for is made as it was."""
    read = noted.get(notes.READ, {}).items()
    return all(notes.unchanged(name, said) for name, said in read) and kept_runs.unchanged(noted)


def _note_embedded(markdown: str) -> None:
    """What pymdownx.snippets reads; it tells no one."""
    for line in map(str.strip, markdown.splitlines()):
        if line.startswith(_EMBED):
            name = line.removeprefix(_EMBED).strip('"')
            for folder in (snippets.SNIPPETS, notes.ROOT / "tests"):
                if (folder / name).is_file():
                    notes.read(folder / name)


@contextmanager
def _warnings() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs warns of within."""
    heard = _Heard(logging.WARNING)
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    try:
        yield heard.records
    finally:
        log.removeHandler(heard)


@contextmanager
def _unsaid() -> Iterator[None]:
    """Let MkDocs say nothing to the reader of its log; `_warnings` hears it."""
    log = logging.getLogger("mkdocs")
    before = log.handlers, log.propagate
    log.handlers, log.propagate = [logging.NullHandler()], False
    try:
        yield
    finally:
        log.handlers, log.propagate = before


class _Heard(logging.Handler):
    def __init__(self, level: int):
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def _made(page: Page) -> dict[str, Any]:
    """What MkDocs 1.6 puts into a page when it renders it, as JSON can say it."""
    return {
        "content": page.content,
        "toc": [_token(link) for link in page.toc],
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
    }


def _fill(page: Page, made: Mapping[str, Any], files: Files) -> None:
    """Put it back."""
    page.content = made["content"]
    page.toc = get_toc(made["toc"])
    page._title_from_render = made["title"]
    page.present_anchor_ids = set(made["anchors"])
    page.links_to_anchors = {files.src_uris[uri]: links for uri, links in made["links"].items()}


def _token(link: AnchorLink) -> Any:
    """A heading as Python-Markdown's toc tells of it."""
    children = [_token(child) for child in link.children]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}
