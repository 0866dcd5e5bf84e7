"""While the site is served, a page is put into the theme's templates again only if it has to be.

That takes as long as a fifth of a build after an edit. What comes out is made from the page, and
from what all pages share: settings, templates, and what the menu says of each page. Under these a
page is kept in memory, from one build of a process to the next.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from page import notes

_kept: dict[str, tuple[str, str]] = {}  # by the page's path under docs/: its key, its HTML
_shared = ""  # stands for what all pages of this build share


class Kept(Template):
    """A template that is filled once for a page that stays as it is."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page as it was kept, or as it becomes; without a page, as any template."""
        context = dict(*args, **kwargs)
        page = context.get("page")
        if page is None:
            return super().render(context)
        key = notes.digest(json.dumps([_shared, self.name, *_told(page)], default=str))
        before, html = _kept.get(page.file.src_uri, ("", ""))
        if before != key:
            html = super().render(context)
            _kept[page.file.src_uri] = key, html
        return html


@event_priority(-100)  # last, when every other hook has filled in what it had to
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let Jinja ask here first."""
    global _shared
    _shared = notes.digest(json.dumps([*_settings(config), *_menu(files)], default=str))
    env.template_class = Kept
    return env


def _told(page: Page) -> list[Any]:
    """What templates can say of the page that they are filled for."""
    addresses = [page.url, page.canonical_url, page.edit_url]
    return [page.title, page.content, str(page.toc), page.meta, *addresses]


def _settings(config: MkDocsConfig) -> Iterator[Any]:
    """What mkdocs.yml says, what the environment and the command can set besides, the overrides."""
    yield Path(config.config_file_path).read_text("utf-8")
    yield [config.site_name, config.site_url, config.repo_url, config.edit_uri]
    yield [config.theme.name, config.use_directory_urls]
    overrides = config.theme.custom_dir
    for path in sorted(Path(overrides).rglob("*")) if overrides else []:
        if path.is_file():
            yield [str(path), path.read_bytes().hex()]


def _menu(files: Files) -> Iterator[Any]:
    """What templates can say of any page: the menu, or a link to the page before or after."""
    for page in (file.page for file in files.documentation_pages()):
        if page is not None:
            yield [page.url, page.title, page.meta]
