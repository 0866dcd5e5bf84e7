"""A minus is a minus on every page; a hyphen stands for one in code and in what programs print."""

import re
from html.parser import HTMLParser

import pytest
from draw.style import with_minus
from helpers.html_pages import html_of, sources

_AS_IT_IS = {"code", "pre", "samp", "script", "style"}
_HYPHEN = re.compile(r"(?<![\w.)\]-])-(?=\.?\d)")


class _Texts(HTMLParser):
    """What a page says, in words and to who cannot see it."""

    def __init__(self):
        super().__init__()
        self.said: list[str] = []
        self._within: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        as_it_is = tag in _AS_IT_IS or "printed" in (given.get("class") or "").split()
        if not self._as_it_is:
            self.said += [given.get("aria-label") or ""]
        self._within.append((tag, as_it_is))

    def handle_endtag(self, tag):
        while self._within and self._within.pop()[0] != tag:
            pass  # what has no end of its own

    def handle_data(self, data):
        if not self._as_it_is:
            self.said.append(data)

    @property
    def _as_it_is(self) -> bool:
        return any(as_it_is for _, as_it_is in self._within)


def hyphens(html: str) -> list[str]:
    texts = _Texts()
    texts.feed(html)
    return [text.strip() for text in texts.said if _HYPHEN.search(text)]


PAGES = [name for name in sources() if name != "questions.md"]  # which is in others' words


@pytest.mark.site
@pytest.mark.parametrize("name", PAGES)
def test_no_hyphen_stands_for_a_minus_on_a_page(site, name):
    html = (site / html_of(name)).read_text("utf-8")
    assert hyphens(html[html.index("<article") : html.index("</article>")]) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>below -1.</p>",
        "<svg><text>-2.5</text></svg>",
        '<svg role="img" aria-label="from -4 to 4"></svg>',
        "<p><br>0.6 · (-2.49)</p>",
        "<p><code>x</code> -3</p>",
    ],
)
def test_a_hyphen_that_stands_for_a_minus_is_found(html):
    assert len(hyphens(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>−1, 2-3, a-1, 1e-8</p>",
        "<code>x[-1]</code>",
        "<samp>-1</samp>",
        '<div class="printed"><p>-1</p></div>',
    ],
)
def test_what_is_no_minus_or_was_printed_may_be_a_hyphen(html):
    assert hyphens(html) == []


def test_a_figure_s_text_has_a_minus_only_where_a_number_is_negative():
    assert with_minus("-0.5 of x-y, 1e-8, (-2), 3-2") == "−0.5 of x-y, 1e-8, (−2), 3-2"
