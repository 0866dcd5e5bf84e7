"""How a reader meets a script: what matters of it, folds, versions, results, and the whole file."""

import re
from contextlib import ExitStack

import pytest
from helpers.runs import SNIPPETS
from helpers.sources import addresses
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

PHONE = {"width": 390, "height": 844}
PENDULUM = "training_loop/never_zero_grad_wrong.py"


@pytest.fixture
def open_page(browser, served_site):
    """Open a page of the site in a browser of its own; the settings are Playwright's."""
    with ExitStack() as stack:

        def of(address: str, **settings):
            context = stack.enter_context(browser.new_context(reduced_motion="reduce", **settings))
            page = context.new_page()
            page.goto(served_site + address)
            return page

        yield of


@pytest.fixture(scope="module")
def phone(browser, served_site):
    """A phone that goes from page to page."""
    with browser.new_context(viewport=PHONE, reduced_motion="reduce") as context:
        yield context.new_page()


def filename(page, name: str):
    """A script's name above it, which may break after a folder."""
    return page.locator(".filename", has_text=re.compile(f"^{re.escape(name)}$"))


def listing(page, name: str):
    return page.locator(".listing", has=filename(page, name))


def lines(within):
    """The lines of code that are seen."""
    return [text.rstrip("\n") for text in within.locator(".line:visible").all_text_contents()]


def read(name: str) -> str:
    return (SNIPPETS / name).read_text("utf-8")


# What of results and code is wider than its place; a table may scroll if its first column stays.
CUT = """() => [...document.querySelectorAll('.listing, .listing *, .run-output, .run-output *, '
    + 'figure.run .scroll, .md-typeset__table')]
  .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
    && getComputedStyle(e).display !== 'inline' && !e.closest('.md-code__nav'))
  .filter((e) => {
    const first = e.querySelector('tr > :first-child');
    return !first || getComputedStyle(first).position !== 'sticky';
  })
  .map((e) => `${e.className}: ${e.textContent.trim().slice(0, 60)}`)"""


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address or "home")
def test_no_result_and_no_line_is_cut_on_a_phone(phone, served_site, address):
    phone.goto(served_site + address)
    assert phone.evaluate(CUT) == []
    phone.evaluate(
        "for (const open of document.querySelectorAll('.listing')) open.classList.add('all')"
    )
    assert phone.evaluate(CUT) == []


def test_on_a_phone_the_name_of_a_script_breaks_after_its_folder(phone, served_site):
    phone.goto(served_site + "not_learning/numbers/")
    parts = filename(phone, "not_learning/numbers/lr_too_large_wrong.py").evaluate(
        """(name) => [...name.childNodes].filter((part) => part.textContent).map((part) => {
            const range = document.createRange();
            range.selectNode(part);
            return [part.textContent, [...range.getClientRects()].map((line) => line.top)];
        })"""
    )
    told, tops = zip(*parts, strict=True)
    assert told == ("not_learning/", "numbers/", "lr_too_large_wrong.py")
    assert [len(set(lines)) for lines in tops] == [1, 1, 1]  # each part in one line
    assert tops[0] == tops[1] != tops[2]


def test_a_result_that_is_cut_is_found(phone, served_site):
    phone.goto(served_site + "losses/mse/")
    phone.evaluate("document.querySelector('.row-out').style.whiteSpace = 'pre'")
    phone.evaluate("document.querySelector('.row-out').append('0 '.repeat(60))")
    assert phone.evaluate(CUT) != []


# Words of code in tables that stand on two lines.
BROKEN = """() => [...document.querySelectorAll('.md-content table code')].flatMap((code) => {
  const walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    for (const word of text.data.matchAll(/[\\w.]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""

WITH_TABLES = ["", "losses/", "losses/cross_entropy/", "not_learning/"]


@pytest.mark.parametrize("address", WITH_TABLES, ids=lambda address: address or "home")
def test_no_identifier_in_a_table_is_broken_in_two_on_a_phone(phone, served_site, address):
    phone.goto(served_site + address)
    assert phone.evaluate(BROKEN) == []


def test_an_identifier_that_is_broken_in_two_is_found(phone, served_site):
    phone.goto(served_site + "not_learning/")
    phone.add_style_tag(content=".md-content table code { word-break: break-all !important; }")
    phone.add_style_tag(content=".md-content table td { max-width: 4rem; }")
    assert phone.evaluate(BROKEN) != []


def test_a_table_of_steps_that_scrolls_keeps_its_first_column_in_view(phone, served_site):
    phone.goto(served_site + "linear_regression/")
    box = phone.locator("figure[data-show=steps] .scroll")
    cell = box.locator("tbody tr > :first-child").first
    before = cell.bounding_box()["x"]
    box.evaluate("box => box.scrollLeft = 120")
    assert box.evaluate("box => box.scrollLeft") > 50
    assert abs(cell.bounding_box()["x"] - before) < 1


def test_a_fold_opens_by_keyboard_and_shows_the_file_s_lines(open_page):
    page = open_page("classification/")
    script = listing(page, "classification.py")
    assert "import torch" not in lines(script)
    fold = script.get_by_role("button", name=re.compile("imports"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert "import torch" in lines(script)
    page.keyboard.press("Enter")
    assert "import torch" not in lines(script)


def test_one_tap_shows_the_whole_file_with_its_results(open_page):
    page = open_page("classification/", has_touch=True)
    asked = page.locator(".ask").first  # it holds the results back
    asked.scroll_into_view_if_needed()
    expect(asked.locator("button.choice").first).to_be_visible()
    asked.get_by_role("button", name="Show me").tap()
    script = listing(page, "classification.py")
    whole = script.get_by_role("button", name="Whole file")
    whole.tap()
    expect(whole).to_have_attribute("aria-pressed", "true")
    assert "\n".join(lines(script)) + "\n" == read("classification.py")
    whole.tap()
    assert "import torch" not in lines(script)


def test_what_differs_is_marked_by_more_than_colour(open_page):
    page = open_page("classification/")
    mark = listing(page, "classification.py").locator("mark.line").first
    assert "›" in mark.evaluate("m => getComputedStyle(m, '::before').content")


@pytest.mark.parametrize(
    ("address", "name"),
    [("classification/", "classification.py"), ("training_loop/", PENDULUM)],
    ids=["folded", "wrong"],
)
def test_the_copy_button_of_a_folded_listing_copies_the_whole_file(open_page, address, name):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    script = listing(page, name)
    script.locator(".md-code__button").click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == read(name)


def test_who_copies_a_wrong_script_is_told(open_page):
    page = open_page("training_loop/")
    button = listing(page, PENDULUM).locator(".md-code__button")
    expect(button).to_have_attribute("title", "Copy to clipboard: a wrong script")
    right = listing(page, "linear_regression.py").locator(".md-code__button").first
    expect(right).to_have_attribute("title", "Copy to clipboard")


def versions(page):
    return page.locator(".versions", has=filename(page, PENDULUM))


def test_wrong_right_and_their_difference_are_tabs_that_arrow_keys_choose(open_page):
    box = versions(open_page("training_loop/"))
    tabs = box.get_by_role("tab")
    panels = box.get_by_role("tabpanel")
    expect(panels).to_have_count(1)
    expect(panels).to_contain_text("never_zero_grad_wrong.py")
    tabs.first.focus()
    box.page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(panels).to_contain_text("linear_regression.py")
    box.page.keyboard.press("End")
    assert box.locator("ins.line:visible").all_text_contents() == ["    optimizer.zero_grad()\n"]
    assert box.locator("del.line:visible").count() == 0
    box.page.keyboard.press("ArrowRight")
    expect(tabs.first).to_have_attribute("aria-selected", "true")


def test_where_a_wrong_script_lacks_a_line_it_says_so(open_page):
    place = listing(open_page("training_loop/"), PENDULUM).locator(".lacks")
    expect(place).to_have_text("    loss = loss_fn(y_pred, y)\n")
    assert "missing" in place.evaluate("e => getComputedStyle(e, '::after').content")


def test_a_file_s_address_leads_to_it_also_in_a_tab_that_was_not_chosen(open_page):
    page = open_page("training_loop/check_connection/#no_link_cut.py")
    expect(listing(page, "training_loop/check_connection/no_link_cut.py")).to_be_in_viewport()


def test_a_file_is_downloaded_as_it_is(open_page):
    page = open_page("losses/mse/")
    script = listing(page, "losses/mse/halves_the_error.py")
    with page.expect_download() as download:
        script.get_by_role("link", name="Download").click()
    assert download.value.path().read_text("utf-8") == read("losses/mse/halves_the_error.py")


def test_without_javascript_all_is_open_and_nothing_pretends_to_fold(open_page):
    page = open_page("training_loop/", java_script_enabled=False)
    script = listing(page, PENDULUM)
    assert "\n".join(lines(script)) + "\n" == read(PENDULUM)
    expect(listing(page, "linear_regression.py").first).to_be_visible()
    expect(page.locator(".difference").first).to_be_visible()
    expect(page.locator(".listing button:visible, .versions [role=tab]:visible")).to_have_count(0)


def test_print_shows_what_matters_the_results_and_the_file_s_name(open_page):
    page = open_page("classification/")
    page.emulate_media(media="print")
    script = listing(page, "classification.py")
    assert "import torch" not in lines(script)
    expect(script.locator(".filename")).to_be_visible()
    expect(script.locator(".out")).to_contain_text("epoch  0  loss 1.1745")
    expect(script.get_by_text("4 lines: docstring, imports, seed")).to_be_visible()


def test_in_print_both_versions_are_seen(open_page):
    page = open_page("training_loop/")
    page.emulate_media(media="print")
    expect(listing(page, PENDULUM)).to_be_visible()
    expect(listing(page, "linear_regression.py").first).to_be_visible()
