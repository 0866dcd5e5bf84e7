"""In a heading a word with a hyphen stays whole: a phone would part “held-” from “out”."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from page.text import add_text

_HEADING = re.compile("h[1-6]")
_JOINED = re.compile(r"((?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-]))")
_NOT_WORDS = {"a", "code"}  # an anchor and its sign; a name in code says where it may part


class Whole(Treeprocessor):
    """Puts `<span class="whole">` around each; what is read, copied and searched stays the same."""

    def run(self, root: Element) -> None:
        """In each heading."""
        for heading in root.iter():
            if isinstance(heading.tag, str) and _HEADING.fullmatch(heading.tag):
                self._mark(heading)

    def _mark(self, element: Element) -> None:
        children, element[:] = list(element), []
        text, element.text = element.text or "", None
        _add(element, text)
        for child in children:
            tail, child.tail = child.tail or "", None
            element.append(child)
            if child.tag not in _NOT_WORDS:
                self._mark(child)
            _add(element, tail)


def _add(parent: Element, text: str) -> None:
    """Add text behind what `parent` holds; every second part is a word with a hyphen."""
    for at, part in enumerate(_JOINED.split(text)):
        if at % 2:
            SubElement(parent, "span", {"class": "whole"}).text = part
        else:
            add_text(parent, part)


class Headings(Extension):
    """Register it with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, Python-Markdown's name
        """After headings have their ids and titles (5), which have no span in them."""
        md.treeprocessors.register(Whole(md), "whole", 4)


def on_config(config: MkDocsConfig) -> None:
    """Register it with MkDocs; `mkdocs.yml` cannot, as hooks are not importable there."""
    extensions: list[Any] = config.markdown_extensions  # MkDocs has names, Markdown takes both
    extensions.append(Headings())
