"""Holds back what answers a question: what follows it up to the next heading or question.

Of a script only what it prints is held back, as the code is what the question is about. What is
held back is neither seen nor read aloud, in one way: the style sheet hides it from both.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import PluginError

from page.place import where

_ASK = re.compile(r'<div class="ask" id="(?P<name>[\w-]+)"[^>]*?( data-until="(?P<until>[^"]*)")?>')
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")  # where Markdown keeps HTML aside
_SCRIPT = ('<div class="highlight listing', '<div class="versions"')
_HEADING = re.compile("h[1-6]")
_SCORE = '<div class="score"'


class VeilError(PluginError):
    """A question is to hold back what is not there; stops the build."""


class Veils(Extension):
    """Register with Python-Markdown what puts veils into a page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, Python-Markdown's name
        """After the headings have their ids (5), before links are checked (0)."""
        md.treeprocessors.register(_Veils(md), "veils", 3)


class _Veils(Treeprocessor):
    def run(self, root: Element) -> None:
        """Wrap what each question holds back."""
        children, root[:] = list(root), []
        name, until, veil = "", "", None
        for child in children:
            html = self._html(child)
            asks = _ASK.match(html)
            if asks or _HEADING.fullmatch(child.tag):
                self._ends(until)
                name, veil = (asks["name"] if asks else ""), None
                until = unescape((asks and asks["until"]) or "")
            elif until and _begins(child, html, until):
                name, until = "", ""
            if asks or not name or html.startswith(_SCORE):
                root.append(child)
            elif html.startswith(_SCRIPT):
                veil = None
                root.append(_wrapped(child, name))
            else:
                if veil is None:
                    veil = _veil(root, name)
                veil.append(child)
        self._ends(until)

    def _html(self, element: Element) -> str:
        """The HTML that stands aside for an element; empty for an element of Markdown's own."""
        found = _STASHED.fullmatch((element.text or "").strip())
        return self._stash(int(found[1])) if found and not len(element) else ""

    def _stash(self, number: int) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[number]).lstrip()

    def _ends(self, until: str) -> None:
        if until:
            raise VeilError(f'{where(self.md)}: nothing below the question begins with "{until}"')


def _begins(element: Element, html: str, until: str) -> bool:
    text = " ".join("".join(element.itertext()).split())
    return until in html or text.startswith(until)


def _wrapped(child: Element, name: str) -> Element:
    wrapper = Element("div", {"class": "veil of-results", "data-ask": name})
    wrapper.append(child)
    return wrapper


def _veil(root: Element, name: str) -> Element:
    veil = SubElement(root, "div", {"class": "veil", "data-ask": name})
    says = SubElement(veil, "div", {"class": "veil-says", "data-search-exclude": ""})
    says.text = "Held back until you answer. "
    SubElement(says, "button", {"type": "button", "data-way": "show"}).text = "Show me"
    return SubElement(veil, "div", {"class": "held"})
