"""What a reader does: copy, switch to dark, read without a mouse or without JavaScript."""

import re

import pytest
from helpers.runs import SNIPPETS
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

SCRIPTS = ["linear_regression", "classification", "custom_loss"]


@pytest.fixture
def open_page(browser, served_site):
    """Open a page of the site in a browser of its own; the settings are Playwright's."""
    contexts = []

    def of(address: str = "", **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto(served_site + address)
        return page

    yield of
    for context in contexts:
        context.close()


def background(page) -> tuple[int, ...]:
    """The page's colour, red, green and blue."""
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return tuple(map(int, re.findall(r"\d+", color)[:3]))


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_copy_button_copies_exactly_the_snippet_s_file(open_page, script):
    page = open_page(f"{script}/", permissions=["clipboard-read", "clipboard-write"])
    name = page.locator(".filename", has_text=re.compile(rf"^{re.escape(script)}\.py$"))
    block = page.locator(".listing", has=name)
    block.hover()
    block.get_by_role("button", name=re.compile("copy", re.IGNORECASE)).click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (SNIPPETS / f"{script}.py").read_text(
        "utf-8"
    )


def test_what_is_deeper_is_folded_on_the_screen_and_open_on_paper(open_page):
    page = open_page("losses/landscape/")
    formula = page.locator("details.note math").first
    expect(formula).to_be_hidden()
    page.emulate_media(media="print")
    expect(formula).to_be_visible()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_colours_follow_the_system(open_page, scheme, dark):
    assert (sum(background(open_page(color_scheme=scheme))) < 3 * 128) is dark


def test_the_colours_can_be_switched_and_stay_so_on_the_next_page(open_page, served_site):
    page = open_page(color_scheme="light")
    page.get_by_title("Switch to light mode").click()
    page.get_by_title("Switch to dark mode").click()
    assert sum(background(page)) < 3 * 128
    page.goto(served_site + "glossary/")
    assert sum(background(page)) < 3 * 128


def test_formulas_are_mathml_in_a_mathematical_font_of_the_site_s_own(open_page, served_site):
    page = open_page("optimizers/momentum/")
    math = page.locator("math").first
    expect(math).to_be_visible()
    fonts = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    family = math.evaluate("m => getComputedStyle(m).fontFamily")
    assert "STIX Two Math" in family
    assert any("STIX Two Math" in font for font in fonts)


@pytest.mark.parametrize(
    ("address", "faces"),
    [("", {"normal"}), ("losses/mse/", {"normal", "italic"})],
    ids=["home, which slants no word", "a page with a word that is slanted"],
)
def test_text_is_set_in_a_face_of_the_site_s_own_of_which_a_page_loads_what_it_uses(
    open_page, address, faces
):
    page = open_page(address)
    assert "Loss Serif" in page.locator("article p").first.evaluate(
        "p => getComputedStyle(p).fontFamily.split(',')[0]"
    )
    found = page.evaluate(
        """() => document.fonts.ready.then((fonts) => [...fonts]
            .filter((f) => f.family.includes("Loss Serif") && f.status === "loaded")
            .map((f) => f.style))"""
    )
    assert set(found) == faces


@pytest.mark.parametrize(
    "address",
    [
        "linear_regression/#epoch=3&line=21",
        "classification/#epoch=3&line=20",
        "explorer/#w=-1&b=-3&lr=0.5&steps=5",
        "gradients/chain_rule/",
        "gradients/",
    ],
)
def test_no_script_writes_a_hyphen_for_a_minus(open_page, address):
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator("article")).to_contain_text("−")
    said = page.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.querySelector("article"), 4);
          const said = [];
          while (walk.nextNode()) {
            const within = walk.currentNode.parentElement;
            const as_it_is = within.closest("pre, code, samp, .printed, script");
            if (!as_it_is) said.push(walk.currentNode.data);
          }
          return said;
        }"""
    )
    assert [text for text in said if re.search(r"(?<![\w.)\]-])-(?=\.?\d)", text)] == []


def test_the_ways_to_the_page_before_and_after_have_names_on_a_phone(open_page):
    page = open_page("losses/mse/", viewport={"width": 390, "height": 844})
    before, after = page.locator(".md-footer__link").all()
    expect(before.get_by_text("What a loss is")).to_be_visible()
    expect(after.get_by_text("L1 and Huber")).to_be_visible()


CAPTIONS = """() => [...document.querySelectorAll("figure.run")].map((figure) => {
  const seen = (e) => e.getBoundingClientRect().width > 0;
  const left = (e) => Math.round(e.getBoundingClientRect().left);
  const shown = [...figure.querySelectorAll("table"), ...figure.children].find(seen);
  return [left(shown), left(figure.querySelector("figcaption"))];
})"""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "linear_regression/",
        "optimizers/",
        "training_loop/",
        "losses/landscape/",
        "one_sheet/",
    ],
)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_caption_begins_where_its_figure_begins(open_page, address, width):
    page = open_page(address, viewport={"width": width, "height": 800})
    edges = page.evaluate(CAPTIONS)
    assert edges
    assert [abs(figure - caption) <= 1 for figure, caption in edges] == [True] * len(edges), edges


def test_a_fraction_is_set_as_a_fraction(open_page):
    fraction = open_page("optimizers/adam/").locator("math mfrac").first
    above, below = (fraction.locator("> *").nth(i).bounding_box() for i in (0, 1))
    assert above["y"] + above["height"] <= below["y"] + 2


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("linear_regression/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Skip to content"))
    page.keyboard.press("Enter")
    assert page.url.endswith("#a-line")


def test_what_has_the_focus_is_seen_to_have_it(open_page):
    page = open_page("linear_regression/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = "(s => s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth))"
    assert page.evaluate(f"{outline}(getComputedStyle(document.activeElement))") >= 1


def test_what_a_page_s_tests_prove_is_unfolded_by_keyboard(open_page):
    page = open_page("losses/mse/")
    fold = page.locator("details.proved-by")
    expect(fold.locator("li").first).to_be_hidden()
    # The last link of the text, whatever holds it: the fold is what Tab comes to next.
    page.locator(".md-content__inner > :is(p, ul) a").last.focus()
    page.keyboard.press("Tab")
    expect(fold.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(fold.locator("li").first).to_be_visible()


def test_a_long_line_of_code_goes_on_below_on_a_phone(open_page):
    page = open_page("linear_regression/", viewport={"width": 360, "height": 740})
    line = page.locator(".listing .line", has_text="optimizer = optim.SGD").first
    over = line.evaluate("e => e.scrollWidth - e.clientWidth")
    rows = line.evaluate("e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)")
    assert over <= 0
    assert rows >= 1.9


class TestWithoutJavaScript:
    """Pages as they come, with nothing run in them."""

    @pytest.fixture
    def page(self, open_page):
        return open_page("linear_regression/", java_script_enabled=False)

    def test_the_script_and_its_figures_are_there(self, page):
        expect(page.locator(".highlight").first).to_contain_text("loss.backward()")
        expect(page.locator("figure[data-show=loss] svg")).to_be_visible()

    def test_the_numbers_are_there(self, page):
        expect(page.locator("figure[data-show=steps] table")).to_contain_text("−2.4909")

    def test_another_page_can_be_reached(self, page):
        page.locator(".md-content a", has_text="Three witnesses").first.click()
        expect(page.locator("h1")).to_have_text(re.compile("Three witnesses"))


def test_a_page_that_is_not_there_leads_back(open_page, served_site):
    page = open_page("404.html")
    expect(page.locator("h1")).to_be_visible()
    page.locator(".md-content a").first.click()
    assert page.url == served_site


def test_an_old_address_leads_to_the_heading_where_it_is_now(open_page, served_site):
    page = open_page("training_loop/it_does_not_learn/#the-loss-is-nan")
    page.wait_for_url(served_site + "not_learning/#the-loss-is-nan")
    expect(page.locator(":target")).to_be_in_viewport()


def test_no_heading_of_a_phone_parts_a_word_at_its_hyphen(open_page):
    page = open_page("not_learning/data_and_loops/", viewport={"width": 390, "height": 844})
    words = page.locator("h2 .whole").filter(has_text="held-out")
    assert words.count() >= 2
    lines = words.evaluate_all("words => words.map((word) => word.getClientRects().length)")
    assert set(lines) == {1}
