"""The meeting place on the home page: what a reader sees and does."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from draw.meeting import meeting
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MOMENTS = meeting(run("linear_regression.py")).moments
FIRST = [moment.kind for moment in MOMENTS].index("backward")


@pytest.fixture
def home(browser, served_site):
    """Open the home page in a browser of its own, and see that nothing is thrown."""
    contexts, errors = [], []

    def opened(clock=False, **options):
        contexts.append(browser.new_context(**{"reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if clock:  # before the page has a timer: Material's cannot stop one of another clock
            page.clock.install()
        page.goto(served_site)
        if options.get("java_script_enabled", True):
            expect(page.locator(".meeting-controls")).to_be_visible()
        return page

    yield opened
    thrown = [*errors]  # what a page is still loading when it is closed is no error of its own
    for context in contexts:
        context.close()
    assert thrown == [], thrown


def seen(page) -> tuple[dict[str, str], set[str], set[str]]:
    """What the stage shows: each name's value, which are marked as written, which as read."""
    values, marks = page.locator(".meeting-live").evaluate(
        """live => {
            const fields = [...live.querySelectorAll("[data-name]")];
            const pairs = (of) => Object.fromEntries(fields.map((f) => [f.dataset.name, of(f)]));
            return [pairs((f) => f.querySelector("dd").textContent), pairs((f) => f.dataset.mark)];
        }"""
    )
    return values, *({n for n, mark in marks.items() if mark == kind} for kind in ("wrote", "read"))


def told(moment) -> tuple[dict[str, str], set[str], set[str]]:
    return moment.values, set(moment.wrote), set(moment.read)


def line(page, moment):
    return page.locator(".meeting-code button", has_text=moment.code)


def test_each_moment_shows_the_recorded_values_and_marks(home):
    page = home()
    on = page.locator(".meeting [data-go=on]")
    for _ in range(FIRST):
        page.locator(".meeting [data-go=back]").click()
    shown = [seen(page)]
    for _ in MOMENTS[1:]:
        on.click()
        shown.append(seen(page))
    assert shown == [told(moment) for moment in MOMENTS]


def test_the_first_picture_is_the_gradient_where_it_was_written(home):
    page = home()
    assert seen(page) == told(MOMENTS[FIRST])
    expect(line(page, MOMENTS[FIRST])).to_have_attribute("aria-current", "step")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_stage_stands_in_the_first_screen(home, size):
    page = home(viewport=size)
    box = page.locator(".meeting-live .meeting-stage").bounding_box()
    assert box["y"] + box["height"] < size["height"]
    says = page.locator(".meeting-says").bounding_box()
    assert says["y"] + says["height"] < size["height"]


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_a_line_that_is_chosen_is_shown(home, touch):
    page = home(has_touch=touch, viewport=PHONE if touch else DESK)
    for moment in MOMENTS[:5]:
        chosen = line(page, moment)
        chosen.tap() if touch else chosen.click()
        assert seen(page) == told(moment)
        assert page.locator(".meeting-says").inner_html() == moment.says


def test_arrow_keys_go_by_lines_and_stop_at_both_ends(home):
    page = home()
    page.locator(".meeting [data-go=on]").focus()
    for _ in range(FIRST + 2):
        page.keyboard.press("ArrowLeft")
    assert seen(page) == told(MOMENTS[0])
    for _ in range(len(MOMENTS) + 2):
        page.keyboard.press("ArrowRight")
    assert seen(page) == told(MOMENTS[-1])


def test_play_goes_on_by_itself_and_rests_at_the_last_line(home):
    page = home(clock=True)
    button = page.locator(".meeting [data-go=play]")
    button.press("Enter")
    assert seen(page) == told(MOMENTS[FIRST + 1])
    page.clock.run_for(60_000)
    assert seen(page) == told(MOMENTS[-1])
    expect(button).to_have_text("Play")


def test_pause_holds_the_moment(home):
    page = home(clock=True)
    button = page.locator(".meeting [data-go=play]")
    button.press("Enter")
    button.press("Enter")
    page.clock.run_for(60_000)
    assert seen(page) == told(MOMENTS[FIRST + 1])


def test_a_gradient_is_seen_on_its_way_from_the_loss_to_the_parameter(home):
    page = home(reduced_motion="no-preference")
    # The click and the look are one turn of the browser's loop, so nothing has arrived yet.
    found = line(page, MOMENTS[FIRST]).evaluate(
        """line => {
            line.click();
            return [...document.querySelectorAll(".meeting-token")].map((t) => t.textContent);
        }"""
    )
    gradients = [n for n in MOMENTS[FIRST].values if n.endswith(".grad")]
    assert found == [MOMENTS[FIRST].values[name] for name in gradients]
    expect(page.locator(".meeting-token")).to_have_count(0)


def test_with_reduced_motion_no_number_travels(home):
    page = home()
    found = line(page, MOMENTS[FIRST]).evaluate(
        "line => { line.click(); return document.querySelectorAll('.meeting-token').length; }"
    )
    assert found == 0


def states(page) -> list[str]:
    return page.locator(".meeting-states:visible li > p > code:only-child").all_text_contents()


STILL = [moment.code for moment in MOMENTS[:5] if moment.kind != "clear"]


def test_without_scripts_the_four_states_stand_side_by_side(home):
    page = home(java_script_enabled=False)
    assert states(page) == STILL
    assert not page.locator(".meeting-live").is_visible()
    first, second = (page.locator(".meeting-states li").nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"]


def test_on_paper_the_four_states_stand_in_the_place_of_the_buttons(home):
    page = home()
    assert states(page) == []
    page.emulate_media(media="print")
    assert states(page) == STILL
    assert not page.locator(".meeting-live").is_visible()


@pytest.mark.parametrize("kind", ["forward", "backward", "step"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(home, kind, scheme):
    page = home(color_scheme=scheme)
    line(page, next(moment for moment in MOMENTS if moment.kind == kind)).click()
    found = Axe().run(page, context=".meeting").response["violations"]
    assert [f["id"] for f in found] == []


def test_at_320_pixels_nothing_is_cut(home):
    page = home(viewport={"width": 320, "height": 700})
    wide = page.locator(".meeting-live").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide[0] <= wide[1]
    overlapping = page.evaluate(
        """() => [...document.querySelectorAll(".meeting-live .meeting-field")].filter((f) =>
            f.scrollWidth > f.clientWidth || f.scrollHeight > f.clientHeight + 1).length"""
    )
    assert overlapping == 0
