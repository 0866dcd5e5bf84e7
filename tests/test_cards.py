"""A link to a page shows a card: the page's title, and what the page draws first."""

import struct

import pytest
from helpers.html_pages import html_of, sources
from helpers.site_copy import build, copy_site
from page import card
from test_descriptions import described

SITE = "How a loss moves a model"
SQUARE, LARGER = (
    f'<svg viewBox="0 0 9 9"><path d="M0 0h{side}v{side}h-{side}z" fill="var(--loss)"/></svg>'
    for side in (4, 8)
)


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as the first chunk of a PNG says them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(card, "_CACHE", tmp_path / "cards")


@pytest.mark.parametrize("drawings", [[], [SQUARE], [SQUARE] * 5, [SQUARE] * 40])
def test_a_card_is_1200_by_630_whatever_is_on_it(drawings):
    assert size(card.png("Adam", SITE, drawings)) == (1200, 630)


def test_a_card_shows_another_drawing_and_another_title():
    cards = [
        card.png(title, SITE, drawings)
        for title in ("Adam", "Momentum")
        for drawings in ([], [SQUARE], [LARGER], [SQUARE, LARGER])
    ]
    assert len(set(cards)) == len(cards)


def test_a_title_that_is_too_long_for_a_line_takes_several():
    lines = card._wrapped("The loss does not reach the weights", 400)
    assert len(lines) > 2
    assert all(card._TITLE * card._em(line) <= 400 for line in lines)


def test_second_build_reads_a_card_from_the_cache(monkeypatch):
    first = card.png("Adam", SITE, [SQUARE])
    monkeypatch.setattr(card, "_drawn", None)
    assert card.png("Adam", SITE, [SQUARE]) == first


def test_of_a_page_s_cards_the_last_is_kept():
    for drawing in (SQUARE, LARGER):
        card.png("Adam", SITE, [drawing])
    card.png("Adam and others", SITE, [SQUARE])
    kept = sorted(path.name[:-21] for path in card._CACHE.iterdir())
    assert kept == ["Adam", "Adam-and-others"]


@pytest.fixture(scope="module")
def cards(site):
    """For each page what it names as its picture, and that picture."""
    told = {page: described(site, html_of(page)) for page in sources()}
    address = told["index.md"]["og:url"]
    names = {page: said["og:image"].removeprefix(address) for page, said in told.items()}
    return {page: (told[page], (site / name).read_bytes()) for page, name in names.items()}


@pytest.mark.site
def test_each_page_names_a_card_of_its_own_and_its_true_size(cards):
    assert len(cards) > 40
    for told, png in cards.values():
        named = int(told["og:image:width"]), int(told["og:image:height"])
        assert named == size(png) == (1200, 630)
        assert told["twitter:card"] == "summary_large_image"
    assert len({png for _, png in cards.values()}) == len(cards)


@pytest.mark.site
def test_what_a_card_shows_is_said_of_it(cards):
    assert "square of each error" in cards["losses/mse.md"][0]["og:image:alt"]
    assert cards["glossary.md"][0]["og:image:alt"] == "Glossary"


@pytest.mark.site
def test_a_site_that_does_not_know_its_address_names_no_picture(tmp_path):
    done = build(copy_site(tmp_path, whole=["glossary.md"]), env={"SITE_URL": ""})
    assert done.returncode == 0, done.log
    told = described(done.site, "glossary/index.html")
    assert "og:image" not in told
    assert told["twitter:card"] == "summary"
