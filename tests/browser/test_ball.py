"""A ball on the curve of a loss under a cursor: what a reader sees and does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser.cursors import (
    assert_it_plays_to_the_last_step_and_stops,
    assert_nothing_is_drawn_until,
    assert_play_shows_the_end_at_once,
)
from draw.ball import roll
from helpers.runs import run
from playwright.sync_api import expect
from torch import nn, optim
from torch.testing import assert_close

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGE = "optimizers/momentum/"
STEP = ".ball input:not([name])"
RUN = run("optimizers/momentum/rolls_past.py")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SAID = re.compile(
    r"step (\d+): w (\S+), loss ([\d.]+)(?:, carried (\S+), slope (\S+), together (\S+))?"
)


@pytest.fixture
def opened(kept_open):
    """The page at its ball, before the first step."""

    def at(viewport=DESK, **options):
        page = kept_open(PAGE, ".ball", viewport=viewport, **options)
        expect(page.locator(".ball output")).to_have_text(SAID)
        to(page, 0)
        return page

    return at


def to(page, step) -> None:
    page.locator(STEP).fill(str(step))
    expect(page.locator(".ball output")).to_have_text(re.compile(rf"step {step}:"))


def said(page) -> list[float]:
    found = SAID.search(page.locator(".ball output").inner_text())
    return [float(n.replace("−", "-")) for n in found.groups() if n is not None]


@pytest.mark.parametrize("step", [0, 1, 4, 6, 49])
def test_each_step_under_the_cursor_is_said_as_it_was_recorded(opened, step):
    page = opened()
    to(page, step)
    before, after = RUN.steps[step].before["w"].item(), RUN.steps[step].after["w"].item()
    slope = -0.1 * RUN.steps[step].grad["w"].item()
    expected = [step, before, before**2, after - before - slope, slope, after - before]
    assert said(page) == pytest.approx(expected, abs=0.00051)


def test_after_the_last_step_nothing_moves_it(opened):
    page = opened()
    to(page, 50)
    assert said(page) == pytest.approx([50, RUN.steps[-1].after["w"].item(), 0], abs=0.01)


def pixels(page, world, colour) -> dict[str, float]:
    """Where a colour of the page is seen in a world: its ends, and its middle, in pixels."""
    return page.locator(f".ball [data-world={world}] canvas").evaluate(
        """(canvas, colour) => {
          const style = getComputedStyle(canvas).getPropertyValue(`--${colour}`);
          const wanted = [1, 3, 5].map((i) => parseInt(style.trim().slice(i, i + 2), 16));
          const { width, height } = canvas;
          const of = canvas.getContext("2d").getImageData(0, 0, width, height).data;
          const xs = [], ys = [];
          for (let i = 0; i < of.length; i += 4) {
            const another = wanted.some((value, k) => Math.abs(of[i + k] - value) > 4);
            if (of[i + 3] < 250 || another) continue;
            xs.push((i / 4) % width);
            ys.push(Math.floor(i / 4 / width));
          }
          const mean = (all) => all.reduce((a, b) => a + b, 0) / all.length;
          const most = (pick, all) => all.reduce((a, b) => pick(a, b));
          const ends = (all) => [Math.min, Math.max].map((pick) => most(pick, all));
          return xs.length ? { x: mean(xs), y: mean(ys), across: ends(xs), up: ends(ys) } : null;
        }""",
        colour,
    )


def place(page, x) -> float:
    """Where a weight is drawn, in pixels."""
    return page.locator(".ball [data-world=data] canvas").evaluate(
        """async (canvas, [x, curve]) => {
          const { within } = await import("/assets/worlds/plot.js");
          const inner = within(canvas.clientWidth, canvas.clientHeight);
          const [left, right] = [curve[0][0], curve.at(-1)[0]];
          return inner.x + (inner.width * (x - left)) / (right - left);
        }""",
        [x, roll(RUN).curve],
    )


@pytest.mark.parametrize("step", [0, 2, 5, 8])
def test_ball_stands_on_the_curve_where_the_weight_is(opened, step):
    page = opened()
    to(page, step)
    seen = pixels(page, "data", "parameter")
    w = RUN.steps[step].before["w"].item()
    # It touches the curve beside its middle, where the curve is steep by up to its radius of 9;
    # pixels at its edge have less of its colour.
    assert seen["x"] == pytest.approx(place(page, w), abs=9.5)
    assert [end - start for start, end in (seen["across"], seen["up"])] == pytest.approx(
        [16, 16], abs=2
    )


@pytest.mark.parametrize("step", [0, 2, 5, 8])
def test_arrow_of_the_slope_is_as_long_as_what_the_slope_adds(opened, step):
    page = opened()
    to(page, step)
    left, right = pixels(page, "data", "gradient")["across"]
    adds = 0.1 * abs(RUN.steps[step].grad["w"].item())
    # At its tip and its end its pixels have less of its colour, and 5 of them at most are missed.
    assert 0 <= place(page, adds) - place(page, 0) - (right - left) < 5


def test_ball_goes_from_side_to_side(opened):
    page = opened()
    middle = place(page, 0)
    sides = []
    for step in (0, 6, 14):
        to(page, step)
        sides.append(pixels(page, "data", "parameter")["x"] > middle)
    assert sides == [True, False, True]


def test_a_press_on_the_way_over_the_steps_moves_the_cursor(opened):
    page = opened()
    page.locator(".ball [data-world=loss] canvas").click(position={"x": 200, "y": 60})
    expect(page.locator(".ball output")).not_to_have_text(re.compile("step 0:"))
    assert 10 < said(page)[0] < 45


def test_it_goes_by_keys(opened):
    page = opened()
    page.locator(STEP).press("ArrowRight")
    expect(page.locator(".ball output")).to_have_text(re.compile("step 1:"))
    expect(page.locator(STEP)).to_have_attribute("aria-valuetext", re.compile("carried"))


def test_it_goes_by_finger(opened):
    page = opened(PHONE, has_touch=True)
    box = page.locator(STEP).bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".ball output")).to_have_text(re.compile("step 2[4-6]:"))


def torch_s_way(lr, momentum) -> torch.Tensor:
    """Where w² leads a weight of float64 from 1 in 50 steps, gradients and buffers of each step."""
    w = nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    optimizer = optim.SGD([w], lr=lr, momentum=momentum)
    found = []
    for _ in range(50):
        optimizer.zero_grad()
        (w**2).backward()
        at, before = w.item(), optimizer.state[w].get("momentum_buffer")
        carried = 0.0 if before is None else -lr * momentum * before.item()
        found.append([at, -lr * w.grad.item(), carried])
        optimizer.step()
    return torch.tensor([*found, [w.item(), torch.nan, torch.nan]], dtype=torch.float64)


SET = [(0.1, 0.9), (0.1, 0.0), (0.01, 0.99), (1.0, 0.5), (0.37, 0.3)]


@pytest.mark.parametrize(("lr", "momentum"), SET)
def test_a_ball_that_a_reader_sets_rolls_as_torch_s_does(opened, lr, momentum):
    found = opened().evaluate(
        """async ([bowl, set]) => {
          const { roll } = await import("/assets/ball/roll.js");
          const { at, slope, carried } = roll(bowl, 1, 50, set);
          return at.map((w, k) => [w, slope[k] ?? NaN, carried[k] ?? NaN]);
        }""",
        [asdict(roll(RUN).bowl), {"lr": lr, "momentum": momentum}],
    )
    # A step rounds some five times, by half an eps of numbers of at most 4, and each of these balls
    # comes to rest or swings: what a step lost does not grow. Of 50 steps that is 1.2e-13.
    bound = 1e-12
    expected = torch_s_way(lr, momentum)
    assert_close(
        torch.tensor(found, dtype=torch.float64), expected, rtol=0, atol=bound, equal_nan=True
    )


@contextmanager
def set_to(page, **values) -> Iterator[None]:
    """As a hand or a screen reader sets it; afterwards it is the script's run again."""
    for name, value in values.items():
        page.locator(f".ball [name={name}]").fill(str(value))
    expect(page.locator(".ball output")).to_have_text(re.compile("your run, step"))
    yield
    page.locator(".ball [data-go=back]").click()
    expect(page.locator(".ball output")).to_have_text(re.compile("^step 0:"))


@pytest.mark.parametrize(("lr", "momentum"), SET)
def test_each_step_of_a_reader_s_run_is_said_as_torch_takes_it(opened, lr, momentum):
    page = opened()
    with set_to(page, lr=lr, momentum=momentum):
        for step in (0, 3, 49):
            to(page, step)
            w, slope, carried = torch_s_way(lr, momentum)[step].tolist()
            expected = [step, w, w**2, carried, slope, carried + slope]
            assert said(page) == pytest.approx(expected, abs=0.00051)


def test_without_momentum_the_ball_does_not_run_past_the_lowest_point(opened):
    page = opened()
    middle = place(page, 0)
    with set_to(page, momentum=0):
        for step in (6, 20):  # at which the script's own is on the other side, and back
            to(page, step)
            assert pixels(page, "data", "parameter")["x"] > middle - 1


def test_momentum_is_set_by_keys_and_the_way_over_the_steps_answers(opened):
    page = opened()
    way = page.locator(".ball [data-world=loss] canvas")
    before = way.evaluate("canvas => canvas.toDataURL()")
    page.locator(".ball [name=momentum]").press("PageDown")
    expect(page.locator(".ball output")).to_have_text(re.compile("your run, step 0:"))
    expect(page.locator(".ball [name=momentum] + span")).to_have_text("0.8")
    assert way.evaluate("canvas => canvas.toDataURL()") != before
    page.locator(".ball [data-go=back]").press("Enter")
    expect(page.locator(".ball output")).to_have_text(re.compile("^step 0:"))
    expect(page.locator(".ball [name=momentum] + span")).to_have_text("0.9")


def test_play_rolls_it_to_the_last_step_and_stops(opened):
    page = opened(reduced_motion="no-preference")
    assert_it_plays_to_the_last_step_and_stops(page.locator(".ball"), last=50)


def test_with_reduced_motion_play_shows_the_end_at_once(opened):
    assert_play_shows_the_end_at_once(opened().locator(".ball"), last=50)


def test_nothing_is_drawn_while_nothing_moves(opened):
    page = opened()
    assert_nothing_is_drawn_until(page, lambda: to(page, 5))


def test_without_javascript_the_drawing_stands_there(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + PAGE)
        expect(page.locator(".ball .worlds-still svg")).to_be_visible()
        expect(page.locator(".ball .worlds-live")).to_be_hidden()


def test_on_paper_the_drawing_stands_there(opened):
    page = opened()
    page.emulate_media(media="print")
    expect(page.locator(".ball .worlds-still svg")).to_be_visible()
    expect(page.locator(".ball .worlds-live")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [360, 390])
def test_it_fits_a_phone_s_screen_with_what_moves_it(opened, width):
    page = opened({"width": width, "height": 844})
    top = page.locator(".ball").bounding_box()["y"]
    play = page.locator(".ball [data-go=play]").bounding_box()
    assert play["y"] + play["height"] - top < 844 - 48  # but for the header
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(opened, viewport, scheme):
    found = Axe().run(opened(viewport, color_scheme=scheme), context=".ball")
    assert found.violations_count == 0, found.generate_report()
