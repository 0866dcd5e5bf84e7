"""The line, its parameters and its loss under one cursor: what a reader sees and does."""

import re

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser import fingers
from browser.cursors import (
    assert_it_plays_to_the_last_step_and_stops,
    assert_nothing_is_drawn_until,
    assert_play_shows_the_end_at_once,
    settle,
)
from browser.late import held_back, unreachable_once
from draw.worlds import worlds
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PAGES = {
    "": "linear_regression.py",
    "custom_loss/": "custom_loss.py",
    "optimizers/learning_rate/": "optimizers/learning_rate/above_the_limit_wrong.py",
    "optimizers/momentum/": "optimizers/momentum/overshoots.py",
    "training_loop/": "training_loop/never_zero_grad_wrong.py",
    "gradients/": "gradients/not_towards_the_minimum.py",
    "losses/landscape/": "losses/landscape/bowl.py",
}
LINE = run("linear_regression.py")
NUMBERS = re.compile(r"(?:step (\d+)|your line): weight (\S+), bias (\S+), loss (\S+)")


@pytest.fixture
def opened(kept_open):
    """A page at its worlds, which show the script's run before its first step."""

    def at(address="", viewport=DESK, **options):
        page = kept_open(address, ".worlds", viewport=viewport, **options)
        if options.get("java_script_enabled", True):
            expect(page.locator(".worlds output")).to_have_text(NUMBERS)
            if page.locator(".worlds [data-go=back]").is_visible():
                page.locator(".worlds [data-go=back]").click()
            to(page, 0)
        return page

    return at


def said(page) -> tuple[float, ...]:
    """The step if there is one, weight, bias and loss."""
    found = NUMBERS.search(page.locator(".worlds output").inner_text())
    return tuple(float(n.replace("−", "-")) for n in found.groups() if n is not None)


def of_turned_line(page) -> tuple[float, ...]:
    """Weight, bias and loss, when they are those of a reader's line."""
    expect(page.locator(".worlds output")).to_have_text(re.compile("your line"))
    settle(page)
    return said(page)


def drawn(page) -> list[str]:
    """The pictures of the data, of the map's way and of the loss."""
    return page.locator(".worlds canvas[role]").evaluate_all("all => all.map(c => c.toDataURL())")


def told(script, step) -> tuple[float, ...]:
    of = worlds(script, still=[])
    return (step, of.weight[step], of.bias[step], of.loss[step])


def to(page, step) -> None:
    """By the slider, as a hand or a screen reader sets it; until the next frame has shown it."""
    page.locator(".worlds input").fill(str(step))
    expect(page.locator(".worlds output")).to_have_text(re.compile(rf"step {step}:"))


def handle(page, end):
    return page.locator(f".worlds [data-end={end}]")


def drag(page, end, across, up) -> None:
    box = handle(page, end).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y - up, steps=4)
    page.mouse.up()


def loss_of(w, b) -> float:
    """torch's, of a line among the samples of the page."""
    weight, bias = (torch.tensor(value, dtype=torch.float64) for value in (w, b))
    names = {"model.weight": weight.reshape(1, 1), "model.bias": bias.reshape(1)}
    return LINE.loss_of(**names).item()


@pytest.mark.parametrize(("address", "snippet"), PAGES.items())
def test_each_step_under_the_cursor_is_said_as_it_was_recorded(opened, address, snippet):
    page, script = opened(address), run(snippet)
    last = len(script.steps)
    for step in (0, 1, last // 2, last):
        to(page, step)
        assert said(page) == pytest.approx(told(script, step), abs=5.1e-5)


def test_cursor_goes_through_all_three_worlds(opened):
    page = opened()
    before = drawn(page)
    to(page, 30)
    after = drawn(page)
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_a_press_on_the_curve_of_the_loss_moves_the_cursor_to_its_step(opened):
    page = opened()
    box = page.locator(".worlds [data-world=loss] canvas").bounding_box()
    # From axis to axis: 50 pixels from the left, as it is narrow, to 12 from the right.
    middle = box["x"] + 50 + (box["width"] - 62) / 2
    page.mouse.click(middle, box["y"] + box["height"] / 2)
    expect(page.locator(".worlds output")).to_have_text(re.compile(r"step (49|50|51):"))


def test_a_press_on_the_way_moves_the_cursor_to_its_step(opened):
    page = opened()
    to(page, 100)
    x, y = (handle(page, "place").bounding_box()[side] + 12 for side in ("x", "y"))
    to(page, 0)
    page.mouse.click(x + 1, y)
    expect(page.locator(".worlds output")).to_have_text(re.compile(r"step (9[5-9]|100):"))


@pytest.mark.parametrize("end", ["left", "right"])
def test_who_turns_the_line_by_mouse_reads_the_loss_that_torch_gives(opened, end):
    page = opened()
    drag(page, end, 0, 40)
    w, b, loss = of_turned_line(page)
    assert loss == pytest.approx(loss_of(w, b), rel=1e-3)  # w and b are rounded to four decimals
    assert loss != pytest.approx(LINE.steps[0].loss, rel=1e-3)


def test_turned_line_stays_where_its_other_end_is_held(opened):
    page = opened()
    before = handle(page, "right").bounding_box()
    drag(page, "left", 0, 40)
    of_turned_line(page)
    after = handle(page, "right").bounding_box()
    assert after["y"] == pytest.approx(before["y"], abs=1)


def test_loss_of_a_turned_line_is_torch_s_to_the_last_digits(opened):
    page = opened()
    for _ in range(3):
        handle(page, "place").press("Shift+ArrowRight")
        handle(page, "place").press("ArrowUp")
    settle(page)
    name = handle(page, "place").get_attribute("aria-label")
    w, b = map(float, re.search(r"weight, bias (\S+), (\S+)$", name).groups())
    by_page = page.evaluate(
        """async ([w, b]) => {
            const [{ Loss }, { lossAt }, { told }] = await Promise.all(
                ["engine/losses", "engine/run", "worlds/parts"].map(
                    (file) => import(`/assets/${file}.js`)));
            const facts = await told(document.querySelector(".worlds"));
            const samples = { x: Float64Array.from(facts.x), y: Float64Array.from(facts.y) };
            return lossAt(new Loss({ ...facts.terms, delta: Infinity }), samples, w, b);
        }""",
        [w, b],
    )
    assert by_page == pytest.approx(loss_of(w, b), rel=1e-12)
    assert said(page)[2] == pytest.approx(by_page, abs=5.1e-5)


def test_line_is_turned_by_keyboard(opened):
    page = opened()
    handle(page, "right").press("Shift+ArrowUp")
    w, b, loss = of_turned_line(page)
    assert w > LINE.steps[0].before["model.weight"].item()
    assert loss == pytest.approx(loss_of(w, b), rel=1e-3)


def test_line_is_turned_by_finger(opened):
    page = opened(viewport=PHONE, has_touch=True)
    box = handle(page, "left").bounding_box()
    x, y = box["x"] + 12, box["y"] + 12
    fingers.drag(page, (x, y), (x, y + 10), (x, y + 30))
    w, b, loss = of_turned_line(page)
    assert w > LINE.steps[0].before["model.weight"].item()
    assert loss == pytest.approx(loss_of(w, b), rel=1e-3)


def test_both_handles_stay_on_the_line_though_it_leaves_the_picture(opened):
    page = opened("training_loop/")
    to(page, 25)
    w, b = said(page)[1:3]
    for end in ("left", "right"):
        name = handle(page, end).get_attribute("aria-label")
        x, y = map(float, re.search(r"x, y (\S+), (\S+)$", name).groups())
        assert y == pytest.approx(w * x + b, abs=1e-3)  # w and b are rounded to four decimals
        assert abs(y) < 6


def test_a_line_that_leads_off_the_map_is_seen_on_a_wider_one(opened):
    page = opened()
    for _ in range(6):
        handle(page, "left").press("Shift+ArrowUp")
    settle(page)
    box = page.locator(".worlds [data-world=map] canvas[role]").bounding_box()
    place = handle(page, "place").bounding_box()
    assert box["x"] + 56 < place["x"] + 12 < box["x"] + box["width"] - 12
    assert box["y"] + 10 < place["y"] + 12 < box["y"] + box["height"] - 36


def torch_path(w, b) -> tuple[float, ...]:
    """Where the script's own loop leads from there in float64."""
    x, y = (LINE.globals[name].double() for name in ("x", "y"))
    model = torch.nn.Linear(1, 1).double()
    with torch.no_grad():
        model.weight.fill_(w)
        model.bias.fill_(b)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(100):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    end = torch.nn.functional.mse_loss(model(x), y)
    return (100, model.weight.item(), model.bias.item(), end.item())


def test_a_turned_line_that_is_let_run_ends_where_torch_leads(opened):
    page = opened()
    drag(page, "left", 0, 60)
    w, b, _ = of_turned_line(page)
    page.locator(".worlds [data-go=run]").click()
    expect(page.locator(".worlds output")).to_have_text(re.compile("your run, step 100:"))
    assert said(page) == pytest.approx(torch_path(w, b), abs=2e-4)


def test_way_back_leads_to_the_recorded_run(opened):
    page = opened()
    drag(page, "left", 0, 60)
    page.locator(".worlds [data-go=run]").click()
    page.locator(".worlds [data-go=back]").click()
    expect(page.locator(".worlds [data-go=back]")).to_be_hidden()
    to(page, 100)
    assert said(page) == pytest.approx(told(LINE, 100), abs=5.1e-5)


def test_play_goes_through_the_steps_to_the_last_and_stops(opened):
    page = opened(reduced_motion="no-preference")
    assert_it_plays_to_the_last_step_and_stops(page.locator(".worlds"), last=100)


def test_with_reduced_motion_play_shows_the_end_at_once(opened):
    assert_play_shows_the_end_at_once(opened().locator(".worlds"), last=100)


def test_nothing_is_drawn_while_nothing_moves(opened):
    page = opened()
    assert_nothing_is_drawn_until(page, lambda: to(page, 5))


def test_without_javascript_three_drawings_stand_there(opened):
    page = opened(java_script_enabled=False)
    expect(page.locator(".worlds-still svg")).to_have_count(3)
    for drawing in page.locator(".worlds-still svg").all():
        expect(drawing).to_be_visible()
    expect(page.locator(".worlds-live")).to_be_hidden()


@pytest.fixture
def slow(browser, served_site):
    """The home page at its worlds, whose answer to a hand is on its way until it is let through."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    _, let_through = held_back(page, "worlds/taken.js")
    page.goto(served_site)
    page.locator(".worlds").scroll_into_view_if_needed()
    expect(page.locator(".worlds output")).to_have_text(re.compile("step 0:"))

    yield page, let_through
    context.close()


def test_what_answers_a_hand_is_not_loaded_before_one_comes_near(slow):
    page, let_through = slow
    page.wait_for_load_state("networkidle")
    names = "performance.getEntriesByType('resource').map(({ name }) => name).join(' ')"
    assert "/worlds/worlds.js" in page.evaluate(names)
    assert not re.search(
        r"/worlds/(taken|led|hand)\.js|/engine/(run|optimizers)\.js", page.evaluate(names)
    )
    page.locator(".worlds").hover()
    let_through()
    page.wait_for_function(f"{names}.includes('/engine/optimizers.js')")


def test_a_drag_is_not_lost_though_what_answers_it_is_still_on_its_way(slow):
    page, let_through = slow
    drag(page, "left", 0, 40)
    let_through()
    w, b, loss = of_turned_line(page)
    assert w < LINE.steps[0].before["model.weight"].item()  # its left end was lifted
    assert loss == pytest.approx(loss_of(w, b), rel=1e-3)


def test_the_next_touch_plays_if_what_answers_a_hand_could_not_be_had(browser, served_site):
    with unreachable_once(browser, "worlds/taken.js", viewport=DESK) as (page, asked, wrong):
        page.goto(served_site)
        page.locator(".worlds").scroll_into_view_if_needed()
        said = page.locator(".worlds output")
        expect(said).to_have_text(re.compile("step 0:"))
        with page.expect_event("requestfailed"):
            page.locator(".worlds").hover()
        expect(said).to_have_text(re.compile("step 0:"))
        page.mouse.move(5, 5)
        page.locator(".worlds [data-go=play]").click()
        expect(said).to_have_text(re.compile("step 100:"))
        assert (len(asked), wrong) == (2, [])


def test_keys_that_are_pressed_while_their_answer_is_on_its_way_each_count(slow):
    page, let_through = slow
    for _ in range(3):
        handle(page, "place").press("Shift+ArrowRight")
    assert "step 0:" in page.locator(".worlds output").inner_text()
    let_through()
    late = of_turned_line(page)
    page.locator(".worlds [data-go=back]").click()
    for _ in range(3):
        handle(page, "place").press("Shift+ArrowRight")
        settle(page)
    assert of_turned_line(page) == pytest.approx(late, abs=2e-4)


def test_play_that_is_pressed_while_its_answer_is_on_its_way_plays(slow):
    page, let_through = slow
    page.locator(".worlds [data-go=play]").click()
    let_through()
    expect(page.locator(".worlds output")).to_have_text(re.compile("step 100:"))


def test_worlds_are_not_loaded_before_they_come_into_view(browser, served_site):
    page = browser.new_page(viewport=DESK)
    page.goto(served_site)
    page.wait_for_load_state("networkidle")
    names = "performance.getEntriesByType('resource').map(({ name }) => name).join(' ')"
    assert "/worlds/worlds.js" not in page.evaluate(names)
    page.locator(".worlds").scroll_into_view_if_needed()
    expect(page.locator(".worlds output")).to_have_text(NUMBERS)
    assert "/worlds/worlds.js" in page.evaluate(names)
    page.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_worlds(opened, viewport, scheme):
    page = opened(viewport=viewport, color_scheme=scheme)
    drag(page, "left", 0, 40)
    found = Axe().run(page, context=".worlds")
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [360, 390])
def test_worlds_fit_a_phone_s_screen_with_what_moves_them(opened, width):
    page = opened(viewport={"width": width, "height": 844})
    top = page.locator(".worlds").bounding_box()["y"]
    play = page.locator(".worlds [data-go=play]").bounding_box()
    assert play["y"] + play["height"] - top < 844 - 48  # but for the header
    assert page.evaluate("document.documentElement.scrollWidth") <= width
