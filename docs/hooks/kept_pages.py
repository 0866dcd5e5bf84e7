"""A page is rendered again only if something is other that it is made from.

What Markdown, the hooks and the runs made of a page is kept in .cache/pages/, with a note of each
file that was read for it. A page of which MkDocs warned is not kept, so that it warns again.
Templates are compiled once: Jinja keeps them in .cache/templates/ under what stands in them.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from page import kept, notes, snippets
from page.kept_runs import HOOKS

_EMBED = '--8<-- "'

_made_by = ""  # stands for what all pages of this build are made from


def on_config(config: MkDocsConfig) -> None:
    """Begin a build."""
    notes.clear()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """See what each page depends on: settings, hooks, packages, terms, what files there are."""
    global _made_by
    there = sorted((file.src_uri, file.url, file.inclusion.name) for file in files)
    settings = Path(config.config_file_path).read_text("utf-8")
    terms = Path(config.docs_dir, "glossary.md").read_text("utf-8")
    _made_by = notes.digest(json.dumps([settings, terms, there, HOOKS, kept.machine()]))


@event_priority(-100)  # last, when the Markdown is as it stays, and a lab's page is as any other
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let MkDocs, which renders the page next, ask here first."""
    # MkDocs 1.6 has no event that could say what a page's HTML is.
    vars(page)["render"] = partial(_render, page)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let Jinja keep what it compiles."""
    folder = Path(config.config_file_path).parent / ".cache/templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Put into the page what it is rendered to, now or in an earlier build."""
    source = page.file.src_uri
    folder = Path(config.config_file_path).parent / ".cache/pages"
    path = folder / f"{source.replace('/', '.')}.json"
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
        made = {"key": key, "notes": noted, "page": _made(page)}
        kept.write_whole(path, json.dumps(made))


def _holds(noted: notes.Notes) -> bool:
    """Whether what the page read still says the same."""
    return all(notes.unchanged(name, said) for name, said in noted.get(notes.READ, {}).items())


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
