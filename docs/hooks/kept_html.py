"""While the site is served, a page is put into the theme's templates again only if it has to be.

That takes a good part of a build after an edit. What comes out is made from the page, and from what
all pages share: settings, templates, and what the menu says of each page. Under these a page is
kept in memory, from one build of a process to the next.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# By the page's path under docs/: what it was made from, and its HTML.
_kept: dict[str, tuple[list[Any], str]] = {}
_shared: list[Any] = []  # what all pages of this build are made from


class Kept(Template):
    """A template that is filled once for a page that stays as it is."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page as it was kept, or as it becomes; without a page, as any template."""
        context = dict(*args, **kwargs)
        page = context.get("page")
        if page is None:
            return super().render(context)
        made_from = [_shared, self.name, *_told(page)]
        before, html = _kept.get(page.file.src_uri, ([], ""))
        if before != made_from:
            html = super().render(context)
            _kept[page.file.src_uri] = made_from, html
        return html


@event_priority(-100)  # last, when every other hook has filled in what it had to
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let Jinja ask here first."""
    global _shared
    _shared = [*_settings(config), *_menu(files)]
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
            yield [path, path.read_bytes()]


def _menu(files: Files) -> Iterator[Any]:
    """What templates can say of any page: the menu, or a link to the page before or after."""
    for page in (file.page for file in files.documentation_pages()):
        if page is not None:
            yield [page.url, page.title, page.meta]
