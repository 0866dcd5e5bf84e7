"""What comes out of a printer."""

import re

import pytest

pytestmark = [pytest.mark.site, pytest.mark.browser]

_PAGE = re.compile(rb"/Type\s*/Page\b")  # in the PDF that Chromium writes


@pytest.fixture
def printed(browser, served_site):
    """How many sheets of paper a page takes."""

    def of(address: str, **paper) -> int:
        with browser.new_context(color_scheme="dark") as context:
            page = context.new_page()
            page.goto(served_site + address, wait_until="networkidle")
            return len(_PAGE.findall(page.pdf(**paper)))

    return of


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_loop_on_one_sheet_takes_one_sheet(printed, paper):
    assert printed("one_sheet/", format=paper) == 1


def test_a_lesson_takes_more_than_one_sheet(printed):
    assert printed("training_loop/", format="A4") > 1


def test_nothing_on_the_sheet_is_cut_at_the_paper_s_edge(browser, served_site):
    # A4 between its margins of 13 mm.
    with browser.new_context(viewport={"width": 695, "height": 1000}) as context:
        page = context.new_page()
        page.goto(served_site + "one_sheet/")
        page.emulate_media(media="print")
        over = page.locator(".sheet").evaluate("e => e.scrollWidth - e.clientWidth")
    assert over <= 0


def test_paper_is_light_also_where_the_screen_is_dark(browser, served_site):
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(served_site)
        body = page.locator("body[data-md-color-scheme=slate]")
        body.wait_for()
        ground = "e => getComputedStyle(e).backgroundColor.match(/\\d+/g).map(Number)"
        on_screen = sum(body.evaluate(ground))
        page.emulate_media(media="print")
        on_paper = sum(body.evaluate(ground))
    assert on_screen < 3 * 128 < on_paper
