"""A weight that a slider moves along its loss: what is told and drawn is torch's own."""

import re

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from helpers.html_pages import weight
from helpers.printed_numbers import table
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

NUDGES = table("gradients/nudge_the_weight.py", begin="nudge").tolist()
RATES = [0.1, 0.4, 0.5, 0.6, 0.9, 1.0, 1.1]
PARABOLA = {"at": 1, "height": 1, "slope": 2, "curvature": 2}


@pytest.fixture(scope="module")
def nudged(kept_open):
    return kept_open("gradients/", ".parabola")


@pytest.fixture(scope="module")
def rated(kept_open):
    return kept_open("optimizers/learning_rate/", ".parabola")


def pull(page, value):
    page.locator(".parabola input").fill(str(value))
    return page.locator(".parabola output").text_content()


def numbers(text):
    return [float(number.replace("−", "-")) for number in re.findall(r"[+−]?\d[\d.]*", text)]


def end(page, part):
    """Across and down, of the last point of a path."""
    return numbers(page.locator(f".parabola .{part}").get_attribute("d").replace("h0", ""))[-2:]


@pytest.mark.parametrize(("nudge", "came", "promised"), NUDGES)
def test_what_a_nudge_promises_and_brings_is_what_the_script_printed(nudged, nudge, came, promised):
    power = torch.tensor(nudge).log10().item()
    said = numbers(pull(nudged, round(power, 2)))
    assert said[:3] == pytest.approx([nudge, promised, came], abs=6e-6, rel=1e-3)
    assert said[3] == pytest.approx(100 * (came / promised - 1) * -1, rel=0.02)


@pytest.mark.parametrize("power", [0, -0.5, -1, -3])
def test_strokes_of_a_nudge_are_as_long_as_what_is_told(nudged, power):
    _, promised, came, _ = numbers(pull(nudged, power))
    level = end(nudged, "level")[1]
    long = [end(nudged, part)[1] - level for part in ("promised", "came")]
    assert long[1] / long[0] == pytest.approx(came / promised, abs=0.002)


def test_the_nearer_the_eye_the_straighter_the_loss(nudged):
    apart = []
    for power in (0, -1, -2, -3):
        pull(nudged, power)
        apart.append(abs(end(nudged, "curve")[1] - end(nudged, "tangent")[1]))
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.2 < 50 < apart[0]


@pytest.mark.parametrize("lr", RATES)
def test_by_the_script_s_rates_as_much_is_left_as_the_script_left(rated, lr):
    said = pull(rated, lr)
    steps = [s for s in run("optimizers/learning_rate/parabola.py").steps if s.lr["w"] == lr]
    after = steps[-1].after["w"].item()
    assert numbers(said)[:2] == pytest.approx([lr, 1 - 2 * lr])
    if 0 < abs(1 - 2 * lr) < 0.999:
        left = float(re.search(r"20 steps (\S+) of", said)[1].replace("−", "-"))
        assert left == pytest.approx(after, rel=1e-3)


@pytest.mark.parametrize(
    ("lr", "words"),
    [
        (0, "stands still"),
        (0.49, "from one side"),
        (0.5, "One step leads to the lowest point"),
        (0.51, "jumps across"),
        (0.99, "closes in"),
        (1, "comes no nearer"),
        (1.01, "flies apart"),
    ],
)
def test_what_happens_changes_its_name_at_one_and_two_over_the_curvature(rated, lr, words):
    assert words in pull(rated, lr)


@pytest.mark.parametrize("lr", RATES)
def test_the_way_is_plain_sgd_s_to_the_last_digits(rated, lr):
    way = rated.evaluate(
        """([of, lr]) => import("/assets/handle/parabola.js").then((m) => m.places(of, lr, 20))""",
        [PARABOLA, lr],
    )
    w = torch.nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    optimizer = torch.optim.SGD([w], lr=lr)
    expected = [w.item()]
    for _ in range(20):
        optimizer.zero_grad()
        (w**2).backward()
        optimizer.step()
        expected.append(w.item())
    assert way == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_the_drawn_way_crosses_the_lowest_point_by_a_rate_above_one_over_the_curvature(rated):
    def sides():
        d = rated.locator(".parabola .way").get_attribute("d")
        across = numbers(d)[::2]
        return {x > 240 for x in across[:4]}

    pull(rated, 0.4)
    assert sides() == {True}
    pull(rated, 0.9)
    assert sides() == {True, False}


def test_the_slider_goes_by_keys_and_says_where_it_is(rated):
    slider = rated.locator(".parabola input")
    pull(rated, 0.5)
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "lr 0.51")
    expect(rated.locator(".parabola output")).to_contain_text("jumps across")


def test_nothing_below_moves_while_the_slider_does(rated):
    rated.set_viewport_size({"width": 390, "height": 844})
    heights = set()
    for lr in [0, 0.1, 0.123, 0.5, 0.77, 1, 1.2]:
        pull(rated, lr)
        heights.add(rated.locator(".parabola").bounding_box()["height"])
    assert len(heights) == 1


@pytest.mark.parametrize("page", ["nudged", "rated"])
def test_axe_finds_nothing(request, page):
    found = Axe().run(request.getfixturevalue(page), context=".parabola")
    assert found.violations_count == 0, found.generate_report()


def test_without_javascript_there_is_no_slider(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + "gradients/")
        expect(page.locator(".parabola input")).to_be_hidden()
        expect(page.locator("figure:has(.parabola) svg[role=img]")).to_be_visible()


def test_the_scripts_weigh_at_most_10_kb(site):
    assert 0 < weight((site / "assets/handle").glob("*.js")) < 10 * 1024
