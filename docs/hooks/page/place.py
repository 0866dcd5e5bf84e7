"""The page on which a piece of Markdown stands. Knows MkDocs."""

from typing import Any

from markdown import Markdown

_LINKS = "relpath"  # MkDocs 1.6 calls so what checks a page's links, and gives it the page's file


def page_of(md: Markdown) -> str | None:
    """The page's path under docs/, as `losses/mse.md`; None for a caption, which is no page."""
    if _LINKS not in md.treeprocessors:
        return None
    links: Any = md.treeprocessors[_LINKS]
    return links.file.src_uri


def where(md: Markdown) -> str:
    """How an error begins: `docs/losses/mse.md`, or a caption, as its fence says on which page."""
    page = page_of(md)
    return f"docs/{page}" if page else "in its caption"
