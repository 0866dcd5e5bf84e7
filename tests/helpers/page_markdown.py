"""Python-Markdown as MkDocs makes it for a page."""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.structure.files import File


class OnPage(Extension):
    """Tells Markdown that it stands on this page, a path under docs/."""

    def __init__(self, page: str):
        super().__init__()
        self._file = File(page, "docs", "site", use_directory_urls=True)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, Python-Markdown's name
        """As MkDocs 1.6 does, but for the links, which stay as they are."""
        links: Any = Treeprocessor(md)
        links.file = self._file
        md.treeprocessors.register(links, "relpath", 0)
