"""The rest of a curve is drawn by mouse, finger or keys, and the recorded one appears over it."""

import json
import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import fingers
from browser.conftest import ROOT, UNASKED, served
from helpers.runs import run
from page.bends import SHAPES, shape, turns
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

ADDRESS = "training_loop/"  # the loss of the loop without zero_grad(), which swings
LOSSES = [step.loss for step in run("training_loop/never_zero_grad_wrong.py").steps]
SHOWN, TOP = 12, 5


@pytest.fixture
def open_page(browser, served_site):
    """Open the page in a browser of its own, at its curve; the settings are Playwright's."""
    contexts = []

    def of(unasked: bool = False, **settings) -> Page:
        contexts.append(browser.new_context(reduced_motion="reduce", **settings))
        page = contexts[-1].new_page()
        if unasked:
            page.add_init_script(UNASKED)
        page.goto(served_site + ADDRESS)
        page.locator(".curve").scroll_into_view_if_needed()
        return page

    yield of
    for context in contexts:
        context.close()


def question(page: Page):
    return page.locator(".ask:has(.curve)")


def pen(page: Page):
    found = page.get_by_role("slider", name="Your loss")
    expect(found).to_be_visible()
    return found


def places(page: Page, heights: list[float]) -> list[tuple[float, float]]:
    """On the screen, heights from 0 to 1 that stand evenly from the pen's left to its right."""
    box = pen(page).bounding_box()
    across = [1 + (box["width"] - 2) * at / (len(heights) - 1) for at in range(len(heights))]
    return [
        (box["x"] + x, box["y"] + (1 - height) * box["height"])
        for x, height in zip(across, heights, strict=True)
    ]


def draw_by_mouse(page: Page, heights: list[float]) -> None:
    first, *others = places(page, heights)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def drawn(page: Page) -> list[float]:
    """The losses of the reader's curve, as its line has them."""
    d = page.locator(".curve .yours").get_attribute("d") or ""
    return [TOP * (1 - float(up) / 156) for up in re.findall(r" ([\d.]+)", d)]


def compare(page: Page):
    page.get_by_role("button", name="Compare").click()
    return question(page).locator(".told")


def kept(page: Page) -> list:
    found = json.loads(page.evaluate("localStorage.getItem('questions') ?? '{}'"))
    (answer,) = found["answers"].values()
    return answer


def expect_held_back(page: Page) -> None:
    """Neither line nor words nor the picture below tell how the loss goes on."""
    expect(page.locator(".curve .recorded")).to_be_hidden()
    said = page.locator("article").aria_snapshot()
    assert "swings up and down" not in said
    assert "circle the lowest point" not in said


def expect_shown(page: Page) -> None:
    expect(page.locator(".curve .recorded")).to_be_visible()
    expect(page.locator("figcaption", has_text="circle the lowest point")).to_be_visible()


SWINGS = [0.02, 0.4, 0.05, 0.4, 0.05, 0.4]


def test_a_curve_that_is_drawn_by_mouse_is_answered_and_kept(open_page):
    page = open_page()
    expect_held_back(page)
    draw_by_mouse(page, SWINGS)
    yours = drawn(page)
    assert len(yours) == 17
    assert yours[0] == pytest.approx(LOSSES[SHOWN - 1], abs=0.02)
    assert max(yours) == pytest.approx(0.4 * TOP, abs=0.2)
    told = compare(page)
    expect(told).to_contain_text(f"{LOSSES[-1]:.3g} at step 99")
    expect(told).to_contain_text("Yours swings up and down, too.")
    expect(told).to_contain_text("Right. The old gradients stay in the sum")
    expect_shown(page)
    expect(page.locator(".curve .yours")).to_be_visible()
    assert kept(page)[1] is True

    page.reload()
    question(page).scroll_into_view_if_needed()
    expect(question(page)).to_contain_text("Yours swings up and down, too.")
    assert drawn(page) == pytest.approx(yours, abs=0.01)
    page.get_by_role("button", name="Ask me again").first.click()
    expect_held_back(page)
    assert drawn(page) == []


def test_a_wrong_curve_is_told_what_is_alike_and_why_it_tempts(open_page):
    page = open_page()
    draw_by_mouse(page, [0.02, 0.9, 0.9])
    told = compare(page)
    expect(told).to_contain_text("Yours rises. Both rise at first. It ends at")
    expect(told).to_contain_text(f"and the recorded one at {LOSSES[-1]:.3g}.")
    expect(told).to_contain_text("No. It does at first.")
    expect(told).to_contain_text("It swings up and down. The old gradients")
    assert kept(page)[:2] == [1, False]


def test_a_finger_draws_and_does_not_scroll_the_page(open_page):
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    pen(page).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    fingers.drag(page, *places(page, SWINGS))
    expect(question(page).locator("output")).to_have_text(re.compile(r"^step 99: "))
    assert len(drawn(page)) == 17
    assert page.evaluate("scrollY") == before
    expect(compare(page)).to_contain_text("Right.")


def test_keys_draw_and_each_value_is_told(open_page):
    page = open_page()
    slider = pen(page)
    expect(slider).to_have_attribute("aria-valuetext", "nothing drawn yet")
    slider.focus()
    page.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", f"step 17: {LOSSES[11] + 0.25 * TOP:.3g}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(slider).to_have_attribute("aria-valuetext", f"step 22: {LOSSES[11] + 0.2 * TOP:.3g}")
    expect(slider).to_have_attribute("aria-valuenow", f"{LOSSES[11] + 0.2 * TOP:.3g}")
    expect(question(page).locator("output")).to_have_text(f"step 22: {LOSSES[11] + 0.2 * TOP:.3g}")

    told = compare(page)
    expect(told).to_have_text("Draw to the end first: nothing stands at step 27 yet.")
    slider.focus()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", f"step 99: {TOP}")
    expect(compare(page)).to_contain_text("Yours rises. Both rise at first. It ends at 5, and")


def test_who_would_rather_be_shown_or_not_asked_sees_the_recorded_curve(open_page):
    page = open_page()
    question(page).get_by_role("button", name="Show me").click()
    expect_shown(page)
    expect(question(page).locator(".told")).to_contain_text("It swings up and down: from")
    quiet = open_page(unasked=True)
    expect_shown(quiet)
    expect(question(quiet)).to_contain_text("It swings up and down: from")
    expect(quiet.locator(".curve :is(.pen, .way, .hint)").first).to_be_hidden()


def test_without_scripts_and_in_print_the_recorded_curve_is_there_and_nothing_to_press(open_page):
    still = open_page(java_script_enabled=False)
    expect_shown(still)
    expect(question(still)).to_contain_text("It swings up and down: from")
    expect(question(still).locator("button:visible")).to_have_count(0)
    printed = open_page()
    expect(pen(printed)).to_be_visible()
    printed.emulate_media(media="print")
    expect_shown(printed)
    expect(
        question(printed).locator(":is(button:not(.choice), .pen, output):visible")
    ).to_have_count(0)


def test_a_drawn_curve_has_no_fault_that_axe_knows(open_page):
    page = open_page()
    draw_by_mouse(page, SWINGS)
    found = Axe().run(page, ".ask:has(.curve)").response
    assert [fault["id"] for fault in found["violations"]] == []


def test_the_browser_names_each_curve_as_the_build_does(browser):
    rng = random.Random(7)
    curves = [[rng.random() for _ in range(rng.randint(2, 9))] for _ in range(300)]
    for tremble in (0.02, 0.1):  # what a hand draws: it goes on, a little up and down
        for _ in range(300):
            walk = [rng.random()]
            drift = rng.uniform(-0.1, 0.1)
            for _ in range(16):
                walk.append(min(1, max(0, walk[-1] + drift + rng.uniform(-1, 1) * tremble)))
            curves.append(walk)
    with served(ROOT / "docs/assets/ask") as address:
        page = browser.new_page()
        page.goto(address)
        said = page.evaluate(
            """async (curves) => {
                const { shape, turns } = await import("/bends.js");
                return curves.map((heights) => [shape(heights), turns(heights)]);
            }""",
            curves,
        )
        page.close()
    assert said == [[shape(heights), turns(heights)] for heights in curves]
    assert {name for name, _ in said} == set(SHAPES)
