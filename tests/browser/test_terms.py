"""A term's definition, shown where the term stands."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGE, FIRST = "training_loop/", "h1"


@pytest.fixture
def desk(kept_open):
    return at_rest(kept_open(PAGE, FIRST, viewport={"width": 1280, "height": 800}))


@pytest.fixture
def phone(kept_open):
    settings = {"has_touch": True, "is_mobile": True, "color_scheme": "dark"}
    return at_rest(kept_open(PAGE, FIRST, viewport={"width": 390, "height": 844}, **settings))


def at_rest(page):
    """Nothing is shown, nothing has the focus, and the terms in view are awake."""
    page.evaluate("document.activeElement.blur()")
    term(page).scroll_into_view_if_needed()
    page.wait_for_selector(".definition", state="attached")
    page.keyboard.press("Escape")
    expect(page.locator(".definition")).to_be_hidden()
    return page


def term(page):
    return page.locator("a.term:visible").first


def shows(page, of) -> None:
    said = of.get_attribute("aria-description")
    assert len(said) > 60
    expect(page.locator(".definition p")).to_have_text(said)
    expect(page.locator(".definition")).to_be_visible()


def test_a_term_under_the_mouse_shows_its_definition_until_the_mouse_leaves_both(desk):
    term(desk).hover()
    shows(desk, term(desk))
    desk.locator(".definition p").hover()
    desk.wait_for_timeout(300)  # longer than a hand on its way is waited for
    expect(desk.locator(".definition")).to_be_visible()
    desk.mouse.move(1, 790)
    expect(desk.locator(".definition")).to_be_hidden()


def test_a_term_with_the_focus_shows_its_definition_until_the_focus_goes(desk):
    term(desk).focus()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Tab")
    expect(term(desk)).to_be_focused()
    shows(desk, term(desk))
    desk.keyboard.press("Shift+Tab")
    expect(desk.locator(".definition")).to_be_hidden()


def test_escape_closes_a_definition_and_leaves_the_focus_at_its_term(desk):
    term(desk).focus()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Tab")
    shows(desk, term(desk))
    desk.keyboard.press("Escape")
    expect(desk.locator(".definition")).to_be_hidden()
    expect(term(desk)).to_be_focused()


def test_a_tap_shows_the_definition_and_a_tap_elsewhere_closes_it(phone):
    before = phone.url
    term(phone).tap()
    shows(phone, term(phone))
    phone.touchscreen.tap(3, 840)
    expect(phone.locator(".definition")).to_be_hidden()
    assert phone.url == before


def test_no_definition_on_a_phone_is_cut_by_the_screen(phone):
    terms = phone.locator(".md-content__inner > p > a.term")
    cut = []
    for i in range(terms.count()):
        phone.keyboard.press("Escape")  # it may lie over the next term
        terms.nth(i).tap()
        shows(phone, terms.nth(i))
        box = phone.locator(".definition").bounding_box()
        if box["x"] < 0 or box["x"] + box["width"] > 390 or box["y"] < 0:
            cut.append((terms.nth(i).inner_text(), box))
        if box["y"] + box["height"] > 844:
            cut.append((terms.nth(i).inner_text(), box))
    assert terms.count() >= 4
    assert cut == []


def test_axe_finds_nothing_in_a_shown_definition(phone):
    term(phone).tap()
    shows(phone, term(phone))
    found = Axe().run(phone, context={"include": [".definition", "a.term"]}).response
    assert [f["id"] for f in found["violations"]] == []


def test_a_definition_leads_to_the_glossary(phone, served_site):
    term(phone).tap()
    more = phone.locator(".definition a")
    assert more.evaluate("a => a.href") == term(phone).evaluate("a => a.href")
    assert more.evaluate("a => a.href").startswith(served_site + "glossary/#")


def test_without_javascript_a_term_leads_to_the_glossary(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + PAGE)
        term(page).click()
        assert page.url.startswith(served_site + "glossary/#")
