"""The home page's small explorer: a still picture whose run plays once, when asked."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.html_pages import weight
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

ENDED = "document.querySelector('.explorer-small button').textContent === 'Play again'"
ENGINE = {"landscape.js", "losses.js", "optimizers.js", "run.js"}
PICTURE = {"ground.js", "map_view.js", "marks.js", "plot.js", "scale.js"}


@pytest.fixture
def home(browser, served_site):
    """Open the home page in a browser of its own, and see that nothing is thrown."""
    contexts, errors = [], []

    def opened(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(served_site)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def play(page) -> None:
    """Ask for the run by keyboard, and wait for its end."""
    page.locator(".explorer-small").get_by_role("button", name="Play").press("Enter")
    page.wait_for_function(ENDED)


def loaded(page) -> set[str]:
    """The explorer's scripts that the page has asked for so far."""
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return {name.rpartition("/")[2] for name in names if re.search(r"/explorer/\w+\.js$", name)}


def test_the_home_page_has_a_still_picture_and_loads_no_engine_until_it_is_asked(home):
    page = home()
    expect(page.locator(".explorer-small .still svg")).to_be_visible()
    expect(page.locator(".explorer-small canvas[role]")).to_be_hidden()
    assert loaded(page) == {"small.js"}


def test_the_home_page_plays_the_explorer_s_own_engine(home):
    page = home(reduced_motion="reduce")
    play(page)
    assert loaded(page) == {"small.js"} | ENGINE | PICTURE


def test_the_home_page_s_run_ends_where_the_script_ends(home):
    page = home(reduced_motion="reduce")
    play(page)
    names = run("linear_regression.py").globals
    # The script computes in float32, so its last digit may differ.
    said = re.findall(r"[\d.]+", page.locator(".explorer-small output").inner_text())
    assert [float(number) for number in said] == pytest.approx(
        [100, names["model"].weight.item(), names["model"].bias.item(), names["loss"].item()],
        abs=1e-4,
    )


def test_the_run_is_shown_step_by_step_and_stops(home):
    page = home()
    page.locator(".explorer-small button").click()
    expect(page.locator(".explorer-small output")).to_have_text(re.compile(r"step [1-9]\d?:"))
    page.wait_for_function(ENDED)
    page.evaluate(
        "() => { window.frames_drawn = 0; const ask = window.requestAnimationFrame;"
        " window.requestAnimationFrame = draw => { window.frames_drawn += 1; return ask(draw); }; }"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.frames_drawn") == 0


def test_the_home_page_s_button_pressed_again_goes_to_the_end(home):
    page = home()
    page.locator(".explorer-small button").click()
    page.get_by_role("button", name="To the end").click()
    page.wait_for_function(ENDED, timeout=1500)


def test_who_asked_for_less_motion_sees_the_end_at_once(home):
    page = home(reduced_motion="reduce")
    page.evaluate(
        "() => { window.shown = []; const said = document.querySelector('.explorer-small output');"
        " new MutationObserver(() => shown.push(said.textContent.split(':')[0]))"
        ".observe(said, { childList: true }); }"
    )
    play(page)
    assert page.evaluate("window.shown") == ["step 100"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_once_the_home_page_has_played(home, scheme):
    page = home(reduced_motion="reduce", color_scheme=scheme)
    play(page)
    found = Axe().run(page).response
    assert [finding["id"] for finding in found["violations"]] == []


def test_a_phone_need_not_scroll_sideways_once_the_home_page_has_played(home):
    page = home(reduced_motion="reduce", viewport={"width": 360, "height": 740})
    play(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_picture_follows_the_switch_to_dark(home):
    page = home(reduced_motion="reduce", color_scheme="light")
    play(page)
    picture = "document.querySelector('.explorer-small canvas').toDataURL()"
    light = page.evaluate(picture)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {picture} !== light", arg=light)


def test_without_javascript_the_picture_is_still_and_offers_no_button(home):
    page = home(java_script_enabled=False)
    expect(page.locator(".explorer-small .still svg")).to_be_visible()
    expect(page.locator(".explorer-small button")).to_be_hidden()


def test_what_the_button_loads_weighs_at_most_12_kb(site):
    assert weight(site / "assets/explorer" / name for name in ENGINE | PICTURE) <= 12 * 1024
