"""Sets beside each other, on a desk, what a page says and what it shows of it: code and figures.

A row holds some of what follows a heading, in the page's order, and one run of it stands in its
right column. Which rows there are is what makes the section lowest. Below the width of a desk, for
a screen reader and in print a row is nothing: all stands below each other, as it was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.serializers import to_html_string
from markdown.treeprocessors import Treeprocessor

from page.heights import height

_STASHED = re.compile("\x02wzxhzdk:(\\d+)\x03")  # where Markdown keeps HTML aside
_HEADING = re.compile("h[1-6]")
_ASK = re.compile('<div class="ask"')
_CODE = re.compile(r'<div class="(highlight|versions|listing results)\b')
_FIGURE = re.compile(r"<figure\b")
# What needs a page's width: several pictures side by side, or what a later hook fills.
_WIDE = re.compile(
    r'<figure[^>]*>\s*<div class="(chain|stepper|explorer|meeting|outlier|scroll)\b'
    r'|<figure[^>]*"steps"|<(script|style|form)\b'
    r'|<div (class="(mission|score|paste)\b|data-gallery=)'
)
# What needs the wider of the two columns: pictures, and words beside them.
_WIDER = re.compile(r'<figure[^>]*>\s*<div class="(worlds|boundary|ball)\b')
_BETWEEN = 24  # px between two rows
_ALONE = 0.7  # how high text is that no figure stands beside: its lines are longer
_VEIL = 44  # px: what is held back is as high as what says so
_COLUMNS = 4  # of a table that has room in half a page
_MOST = 12  # items in a row: a section of more is parted somewhere


@dataclass(frozen=True)
class _Item:
    """A child of a page: where it may stand, and how high it is.

    Attributes:
        left: whether it may stand among what is said.
        right: whether it may stand among what is shown.
        bound: whether it belongs to what follows, as a heading and a question do.
        height: in px, about.
    """

    left: bool
    right: bool
    bound: bool
    height: float


@dataclass(frozen=True)
class _Row:
    """Items from `first` on and up to `end`; those from `shown` up to `shown_end` on the right."""

    first: int
    end: int
    shown: int = 0
    shown_end: int = 0


class Beside(Extension):
    """Register with Python-Markdown what sets a page's parts beside each other."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, Python-Markdown's name
        """After what is held back stands together (3), before links are checked (0)."""
        md.treeprocessors.register(_Rows(md), "beside", 2)


class _Rows(Treeprocessor):
    def run(self, root: Element) -> None:
        """Put into rows what stands below each heading."""
        self._arrange(root)

    def _arrange(self, parent: Element) -> None:
        children, parent[:] = list(parent), []
        waiting: list[tuple[Element, _Item]] = []
        for child in children:
            item = self._item(child)
            if _HEADING.fullmatch(child.tag) or not (item.left or item.right):
                _set(parent, waiting)
                waiting = []
            if item.left or item.right:
                waiting.append((child, item))
            else:
                parent.append(child)
                if child.get("class") == "veil":
                    self._arrange(child[-1])
        _set(parent, waiting)

    def _item(self, child: Element) -> _Item:
        if child.get("class") == "veil":
            return self._veil(child)
        if child.get("class") == "veil of-results":
            return self._item(child[0])
        html = self._html(child)
        many = len(child.findall("thead/tr/th")) > _COLUMNS
        if child.tag == "h1" or many or _WIDE.match(html):
            return _Item(False, False, False, 0)
        if _CODE.match(html):
            return _Item(False, True, False, height(html))
        if _FIGURE.match(html) or child.tag == "table":
            return _Item(not _WIDER.match(html), True, False, height(html))
        text = "".join(child.itertext()).rstrip()
        bound = bool(_HEADING.fullmatch(child.tag) or _ASK.match(html) or text.endswith(":"))
        return _Item(True, False, bound, height(html))

    def _veil(self, veil: Element) -> _Item:
        """Where something held back may stand: with what is in it, and across if that is mixed."""
        held = [self._item(child) for child in veil[-1]]
        left, right = (all(getattr(item, at) for item in held) for at in ("left", "right"))
        return _Item(left, right, False, _VEIL)

    def _html(self, element: Element) -> str:
        """An element's HTML, with what stands aside for it and for what is in it."""
        html = to_html_string(element)
        found = _STASHED.search(html)
        if found and _STASHED.fullmatch((element.text or "").strip()):
            return self._stash(found)
        return _STASHED.sub(self._stash, html)

    def _stash(self, found: re.Match) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[int(found[1])]).lstrip()


def _set(parent: Element, waiting: Sequence[tuple[Element, _Item]]) -> None:
    """Append what stands below a heading, in the rows that are lowest together."""
    for row in _lowest([item for _, item in waiting]):
        if row.shown == row.shown_end:
            parent.extend(child for child, _ in waiting[row.first : row.end])
            continue
        said = row.end - row.first - (row.shown_end - row.shown)
        beside = SubElement(parent, "div", {"class": "abreast", "style": f"--said:{said}"})
        beside.extend(child for child, _ in waiting[row.first : row.shown])
        shown = SubElement(beside, "div", {"class": "shown"})
        shown.extend(child for child, _ in waiting[row.shown : row.shown_end])
        beside.extend(child for child, _ in waiting[row.shown_end : row.end])


def _lowest(items: Sequence[_Item]) -> list[_Row]:
    """The rows that hold all items in their order and are lowest together."""

    @cache
    def best(first: int) -> tuple[float, tuple[_Row, ...]]:
        if first == len(items):
            return 0, ()
        found: tuple[float, tuple[_Row, ...]] = (inf, ())
        for end in range(first + 1, min(first + _MOST, len(items)) + 1):
            if items[end - 1].bound and end < len(items):
                continue
            here, row = _row(items, first, end)
            below, rows = best(end)
            if here + below < found[0]:
                found = here + below, (row, *rows)
        return found

    return list(best(0)[1])


def _row(items: Sequence[_Item], first: int, end: int) -> tuple[float, _Row]:
    """How high the lowest row of these items is, and which of them stand on its right."""
    inside = range(first, end)
    total = sum(items[at].height for at in inside)
    alone = sum(items[at].height * (1 if items[at].right else _ALONE) for at in inside)
    lowest = alone, _Row(first, end)
    never_left = [at for at in inside if not items[at].left]
    for shown in range(first, never_left[0] + 1 if never_left else end):
        right = 0.0
        for shown_end in range(shown + 1, end + 1):
            if not items[shown_end - 1].right:
                break
            right += items[shown_end - 1].height
            whole = shown_end - shown == end - first
            if whole or (never_left and shown_end <= never_left[-1]):
                continue
            high = max(total - right, right) + _BETWEEN
            if high < lowest[0]:
                lowest = high, _Row(first, end, shown, shown_end)
    return lowest
