"""A stepper has an address, reads well without script, on paper and aloud, and is light."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.stepping import LINE, SCRIPTS, address_of, every_script
from helpers.html_pages import weight
from helpers.runs import SNIPPETS
from helpers.statements import BACKWARD, IF, PRINT, STEP, ZERO_GRAD
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

KB = 1024


# --- Two panes


@every_script
def test_at_a_desk_code_words_cards_and_drawings_stand_in_one_screen(stepper, script):
    found = stepper(script, (17, STEP), viewport={"width": 1280, "height": 800})
    found.box.evaluate("box => box.scrollIntoView()")
    header = found.page.locator(".md-header").bounding_box()
    parts = found.box.locator(".stepper-code, .stepper-room, .stepper-formulas, .stepper-side > *")
    boxes = [part.bounding_box() for part in parts.all()]
    assert len(boxes) == 5
    assert min(box["y"] for box in boxes) >= header["y"] + header["height"]
    assert max(box["y"] + box["height"] for box in boxes) <= 800


@pytest.mark.parametrize(
    ("script", "last"),
    [
        ("linear_regression", "[data-world=map]"),
        ("custom_loss", "[data-world=map]"),
        ("classification", "[data-what=field][data-of='1']"),  # thirty weights have no map
    ],
)
def test_on_a_phone_the_loop_s_lines_the_cards_and_the_map_stand_in_one_screen(
    stepper, script, last
):
    found = stepper(script, (17, STEP), viewport={"width": 390, "height": 844})
    found.box.evaluate("box => box.scrollIntoView()")
    header = found.page.locator(".md-header").bounding_box()
    end = found.box.locator(last).first.bounding_box()
    assert found.code.bounding_box()["y"] >= header["y"] + header["height"]
    assert end["y"] + end["height"] <= 844
    expect(found.box.locator(".stepper-says")).to_be_in_viewport()


# Of each card's field whether what it says a line did to it lies on its value.
ON_VALUE = """box => [...box.querySelectorAll(".stepper-field")].filter((field) => {
    const [tag, value] = [".tag", ".value"].map((part) => field.querySelector(part));
    const range = document.createRange();
    range.selectNodeContents(value);
    const [a, b] = [tag, range].map((each) => each.getBoundingClientRect());
    return tag.textContent && a.left < b.right && a.top < b.bottom - 2 && b.top < a.bottom - 2;
}).map((field) => field.textContent.replace(/\\s+/g, " "))"""


@every_script
@pytest.mark.parametrize("width", [360, 390, 430, 768, 1280])
def test_what_a_card_says_of_a_line_lies_beside_its_value(stepper, script, width):
    found = stepper(script, (17, STEP), viewport={"width": width, "height": 844})
    expect(found.box.locator(".stepper-field .tag", has_text="written").first).to_be_attached()
    assert found.box.evaluate(ON_VALUE) == []


# --- The address


@pytest.mark.parametrize("width", [360, 1280])
def test_a_linked_place_is_shown_and_not_behind_the_header(stepper, width):
    found = stepper(place=(17, STEP), viewport={"width": width, "height": 800})
    assert found.place == (17, STEP)
    header = found.page.locator(".md-header").bounding_box()
    expect(found.code).to_be_in_viewport()
    assert found.code.bounding_box()["y"] >= header["y"] + header["height"]


def test_the_address_follows_the_reader(stepper):
    found = stepper(place=(17, STEP))
    found.press("PageDown", "ArrowLeft")
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, BACKWARD)}$"))


def test_back_leaves_the_page_after_any_number_of_steps(stepper):
    found = stepper(place=(17, BACKWARD))
    found.button("On a line").click()
    found.button("On an epoch").click()
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, STEP)}$"))
    found.page.go_back()
    expect(found.page).to_have_url("about:blank")  # where the browser was before


def test_an_address_that_is_typed_leads_to_its_place(stepper):
    found = stepper(place=(17, BACKWARD))
    found.page.evaluate("hash => { location.hash = hash; }", address_of(LINE, 30, STEP))
    expect(found.box.locator(".at")).to_contain_text("30 of 99")
    assert found.place == (30, STEP)


def test_a_line_that_did_not_run_then_leads_to_the_one_before_it(standing):
    assert standing(place=(17, PRINT)).place == (17, IF)


@pytest.mark.parametrize("place", ["#epoch=4000&line=9000", "#epoch=-3&line=x", "#the-script"])
def test_a_place_that_is_none_leads_to_one_that_is(standing, place):
    standing(place=(50, STEP))
    epoch, _ = standing(place=place).place
    assert epoch in (0, 99)  # the nearest, or the first


# --- Other ways to read


def test_without_javascript_there_is_one_epoch_line_by_line(browser, served_site):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{served_site}linear_regression/")
    rows = page.locator(".stepper-epoch tbody tr")
    expect(rows).to_have_count(7)
    expect(rows.nth(5)).to_contain_text("that is")
    expect(page.locator(".stepper-live")).to_be_hidden()
    page.close()


def test_paper_has_the_table_and_not_the_controls(stepper):
    found = stepper()
    expect(found.box.locator(".stepper-epoch")).to_be_hidden()
    found.page.emulate_media(media="print")
    expect(found.box.locator(".stepper-epoch")).to_be_visible()
    expect(found.box.locator(".stepper-live")).to_be_hidden()


def test_a_voice_hears_the_sentence_and_not_each_number(standing):
    found = standing()
    expect(found.says).to_have_attribute("aria-live", "polite")
    loud = found.box.locator("[aria-live]:not(output):not(.stepper-says)")
    expect(loud).to_have_count(0)
    expect(found.box.locator("output:not([aria-live=off])")).to_have_count(0)


def test_a_voice_is_quiet_while_it_plays(standing):
    found = standing(place=(17, STEP))
    found.button("Play").click()
    expect(found.says).to_have_attribute("aria-live", "off")
    found.button("Pause").click()
    expect(found.says).to_have_attribute("aria-live", "polite")


# The rest of the page, asleep, is test_every_page.py's.
@every_script
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_awake_stepper(stepper, script, scheme):
    width = 1280 if scheme == "light" else 360
    size = {"width": width, "height": 900}
    found = stepper(script, (0, ZERO_GRAD), color_scheme=scheme, viewport=size)
    for button in found.box.locator("[aria-expanded]").all()[:1]:
        button.click()
    found.press("ArrowRight")  # to a question, which may cover a button on a phone
    findings = Axe().run(found.page, context=".stepper").response["violations"]
    assert [f"{f['id']}: {n['html'][:150]}" for f in findings for n in f["nodes"]] == []


# --- Weight


def test_nothing_is_loaded_before_the_stepper_comes_into_view(browser, served_site):
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.partition("/assets/")[2]))
    page.goto(f"{served_site}linear_regression/")
    page.wait_for_load_state("networkidle")
    early = list(asked)
    page.locator(".stepper").scroll_into_view_if_needed()
    expect(page.locator(".stepper-live")).to_be_visible()
    context.close()
    recording = "stepper/data/linear_regression-"
    assert "stepper/stepper.js" not in early
    assert not any(name.startswith(recording) for name in early)
    assert "stepper/stepper.js" in asked
    assert any(name.startswith(recording) for name in asked)


@every_script
def test_a_recording_weighs_at_most_15_kb(site, script):
    (data,) = (site / "assets/stepper/data").glob(f"{script}-*.json")
    assert weight([data]) <= 15 * KB


def test_the_modules_weigh_at_most_8_kb_together(site):
    modules = [site / "assets/start.js", site / "assets/put.js"]
    modules += (site / "assets/stepper").glob("*.js")
    assert len(modules) >= 8
    assert weight(modules) <= 8 * KB


def test_the_three_scripts_are_there():
    assert all((SNIPPETS / f"{script}.py").is_file() for script in SCRIPTS)
