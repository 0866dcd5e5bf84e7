"""Each page is described by its own first two sentences, which a link's preview shows."""

import re
from html import unescape

import pytest
from descriptions import description
from helpers.html_pages import html_of, sources

_META = re.compile(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"')


def described(site, page: str) -> dict[str, str]:
    text = (site / page).read_text("utf-8")
    return {name: unescape(content) for name, content in _META.findall(text)}


def test_description_is_the_first_two_sentences_without_their_tags():
    html = "<h1>T</h1><p>One <code>a &lt; b</code> is.\nTwo is 0.5 long. Three.</p><p>Four.</p>"
    assert description(html) == "One a < b is. Two is 0.5 long."


def test_a_page_without_a_paragraph_has_no_description():
    assert description("<h1>T</h1>") == ""


@pytest.mark.site
def test_no_two_pages_have_one_description(site):
    found = {name: described(site, html_of(name))["description"] for name in sources()}
    assert len(found) > 30
    assert len(set(found.values())) == len(found), found


@pytest.mark.site
@pytest.mark.parametrize("page", ["losses/mse/index.html", "index.html"])
def test_preview_of_a_link_shows_the_page_s_title_and_sentences(site, page):
    told = described(site, page)
    assert told["og:description"] == told["description"]
    assert (
        told["og:title"]
        == re.search(r"<title>(.*?)(?: - How a loss.*)?</title>", (site / page).read_text("utf-8"))[
            1
        ]
    )
    assert told["og:url"].endswith(page.removesuffix("index.html"))


@pytest.mark.site
def test_the_page_of_mean_squared_error_is_described_by_its_squares(site):
    assert "squares" in described(site, "losses/mse/index.html")["description"]
