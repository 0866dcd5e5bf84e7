"""The cases of the gallery that the pages of this build show: each with its place and what it did.

Who renders a fingerprint notes it; when every page has been rendered, `cases` finds where it
stands.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from mkdocs.structure.files import Files

from page import notes

_PLACE = re.compile(
    r'<h[23] id="(?P<heading>[^"]+)"[^>]*>(?P<title>.*?)(?:<a class="headerlink"|</h)'
    r'|<table class="fingerprint" data-of="(?P<path>[^"]+)"',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")

CASES = "cases"  # the kind of note that says what was seen of a broken script and its cured twin


@dataclass(frozen=True)
class Case:
    """A broken script on a page, and its cured twin.

    Attributes:
        path: the broken one's, under snippets/.
        source: the page, by its path under docs/.
        at: its heading's address, from the site's root on.
        title: that heading, as text.
        wrong: the broken one's fingerprint, packed.
        right: the cured one's.
    """

    path: str
    source: str
    at: str
    title: str
    wrong: Mapping[str, Any]
    right: Mapping[str, Any]

    @property
    def mistake(self) -> str:
        """What is wrong, without what is seen of it: what stands behind the heading's colon."""
        return self.title.partition(": ")[2] or self.title

    @property
    def has_curve(self) -> bool:
        """Whether its loss could be seen at least twice, and it did not end with an error."""
        wrong = self.wrong
        return len(wrong["losses"]) > 1 and bool(self.right["losses"]) and not wrong["raised"]

    @property
    def lines(self) -> tuple[list[float], list[float], list[float]]:
        """What a reader sees of the losses: of the broken one, the cured one, and held out."""
        held_out = self.wrong["held_out"]
        return _line(self.wrong), _line(self.right), held_out if len(held_out) > 1 else []

    @property
    def place(self) -> str:
        """Where it stands in the Markdown: `not_learning/cut.md#…`."""
        return f"{self.source}#{self.at.partition('#')[2]}"

    @property
    def messages(self) -> list[str]:
        """What torch or Python said when the broken one ran; a raised one as a traceback ends."""
        raised = self.wrong["raised"]
        said = [f"{raised}: {self.wrong['message']}"] if raised else []
        return said + list(self.wrong["warned"])


def _line(seen: Mapping[str, Any]) -> list[float]:
    """What a script keeps to be shown, if it does, and else its losses."""
    return seen["shown"] if len(seen["shown"]) > 1 else seen["losses"]


def cases(files: Files) -> list[Case]:
    """Each case at the first place where a page shows it, in the order of the pages."""
    found: dict[str, Case] = {}
    seen = notes.noted(CASES)
    for file in files.documentation_pages():
        if file.page is not None:
            for path, heading, title in _places(file.page.content or ""):
                at = f"{file.page.url}#{heading}"
                found.setdefault(path, Case(path, file.src_uri, at, title, *seen[path]))
    return list(found.values())


def _places(html: str) -> Iterator[tuple[str, str, str]]:
    """Of each fingerprint on a page: its script, and the id and title of the heading above it."""
    heading = title = ""
    for found in _PLACE.finditer(html):
        if found["path"]:
            yield unescape(found["path"]), heading, title
        else:
            heading = found["heading"]
            title = unescape(_TAG.sub("", found["title"])).strip()
