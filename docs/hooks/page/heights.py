"""HTML -> how high it is on a desk, about: enough to tell which of two columns is longer."""

import re
from html.parser import HTMLParser
from math import ceil

_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
# What is not seen as a page comes: folded lines, replies, what else a script shows later.
_UNSEEN = re.compile("lines|reply|was|told|definition|headerlink|worlds-live")
_KINDS = {"line": 18, "gap": -7, "row": 22, "row-out": 18, "file": 28, "listing": 18, "printed": 12}
_KINDS |= {"tabs": 34, "ask": 80, "fingerprint": 90, "formula": 55}
_TAGS = {"h2": 55, "h3": 50, "h4": 44, "tr": 26, "summary": 44}
_TEXT = {"p": (58, 24), "li": (55, 24), "dd": (55, 24), "dt": (55, 24), "figcaption": (72, 20)}
_PICTURE = 460  # px: how wide a drawing is
_AROUND = 13  # px below a paragraph


def height(html: str) -> float:
    """The height in px of what is seen of some HTML in a column of half a desk's page."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.height


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.height = 0.0
        self._open: list[tuple[str, bool, int]] = []  # tags, if they are seen, and letters in them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kinds = given.get("class", "").split()
        seen = self._seen() and not (
            tag in {"script", "style"}
            or (self._open and self._open[-1][0] == "details" and tag != "summary")
            or any(map(_UNSEEN.fullmatch, kinds))
            or ("version" in kinds and "chosen" not in kinds)
        )
        if seen:
            self.height += sum(_KINDS.get(kind, 0) for kind in kinds) + _TAGS.get(tag, 0)
            if tag == "svg" and (box := given.get("viewbox", "").split()):
                self.height += min(_PICTURE, 1.4 * float(box[2])) * float(box[3]) / float(box[2])
        if not _VOID.fullmatch(tag):
            self._open.append((tag, seen and tag != "svg", 0))

    def handle_data(self, data: str) -> None:
        letters = len(" ".join(data.split())) if self._seen() else 0
        for at in reversed(range(len(self._open))):
            tag, seen, before = self._open[at]
            if tag in _TEXT:
                self._open[at] = (tag, seen, before + letters)
                break

    def handle_endtag(self, tag: str) -> None:
        while any(opened == tag for opened, _, _ in self._open):
            opened, seen, letters = self._open.pop()
            if seen and letters and opened in _TEXT:
                a_line, line_height = _TEXT[opened]
                self.height += ceil(letters / a_line) * line_height + _AROUND
            if opened == tag:
                break

    def _seen(self) -> bool:
        return not self._open or self._open[-1][1]
