"""A sample that is moved up and down, and the lines that answer: what a reader sees and does."""

import re

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser import fingers
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGE = "losses/l1_and_huber/"
RUN = run("losses/l1_and_huber/outlier_counts_once.py")
LOSSES = dict(zip(["MSE", "L1", "Huber"], RUN.globals["losses"], strict=True))
X = RUN.globals["x"].double()
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PLACES = [-10, -3.5, 9.5, 10, 10.5, 14, 30]  # of the far sample; 10 is on the line of the others


@pytest.fixture
def opened(kept_open):
    """The page at its outlier, which is where the script has it."""

    def at(viewport=DESK, **options):
        page = kept_open(PAGE, ".outlier", viewport=viewport, **options)
        expect(page.locator(".outlier li output").first).to_have_text(re.compile(r"\d"))
        to(page, 30)
        return page

    return at


def far(page):
    return page.locator(".outlier input")


def to(page, y):
    far(page).fill(str(y))


def said(page) -> dict[str, list[float]]:
    """Of each loss the weight and the slope."""
    rows = page.locator(".outlier li").evaluate_all(
        "all => all.map(row => [row.dataset.name,"
        " ...[...row.querySelectorAll('output')].map((o) => o.textContent.replace('−', '-'))])"
    )
    return {name: [float(number) for number in numbers] for name, *numbers in rows}


def gradient(loss_fn, y, w) -> float:
    """torch's, of the weight."""
    at = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    loss_fn(at * X, torch.cat([RUN.globals["y"][:4].double(), torch.tensor([y])])).backward()
    return at.grad.item()


def engine(page, name, y) -> tuple[float, float]:
    """What the page's script finds of a loss: the weight, and the slope at the far sample."""
    return page.evaluate(
        """async ([name, y]) => {
          const { lowest, pull } = await import("/assets/outlier/lowest.js");
          const { Loss } = await import("/assets/engine/losses.js");
          const told = JSON.parse(document.querySelector(".outlier script").textContent);
          const samples = { x: Float64Array.from(told.x), y: Float64Array.from(told.y) };
          samples.y[told.far] = y;
          const loss = new Loss(told.losses.find((one) => one.name === name));
          const weight = lowest(loss, samples);
          return [weight, pull(loss, samples, weight, told.far)];
        }""",
        [name, y],
    )


@pytest.mark.parametrize("y", PLACES)
@pytest.mark.parametrize("name", LOSSES)
def test_torch_s_gradient_changes_its_sign_at_the_weight_that_the_page_finds(opened, name, y):
    w, _ = engine(opened(), name, y)
    # Of a sum of five products, each rounded: a few float64 roundings of the weight to both sides.
    near = 1e-14 * abs(w)
    below, above = (gradient(LOSSES[name], y, w + by) for by in (-near, near))
    assert below <= 0 <= above
    assert below < above


@pytest.mark.parametrize("y", [y for y in PLACES if y != 10])
@pytest.mark.parametrize("name", LOSSES)
def test_slope_at_the_far_sample_is_torch_s(opened, name, y):
    w, slope = engine(opened(), name, y)
    y_pred = torch.tensor(w * X[4].item(), dtype=torch.float64, requires_grad=True)
    LOSSES[name](y_pred, torch.tensor(y, dtype=torch.float64)).backward()
    assert slope == pytest.approx(y_pred.grad.item(), rel=1e-14)


@pytest.mark.parametrize("y", PLACES)
def test_what_is_said_is_what_was_found(opened, y):
    page = opened()
    to(page, y)
    found = {name: engine(page, name, y) for name in LOSSES}
    for name, numbers in said(page).items():
        assert numbers == pytest.approx(found[name], abs=0.0051)
        words = f"{name} {numbers[0]:.2f}".replace("-", "−")
        assert words in far(page).get_attribute("aria-valuetext")


def test_line_of_l1_stands_still_where_that_of_mse_follows(opened):
    page = opened()
    weights = []
    for y in PLACES:
        to(page, y)
        weights.append({name: numbers[0] for name, numbers in said(page).items()})
    assert {of["L1"] for of in weights} == {2.0}
    mse = [of["MSE"] for of in weights]
    assert sorted(mse) == mse
    assert mse[-1] - mse[0] > 3


def lines(page) -> list[int]:
    """How many pixels of the lines' colour stand in each row, at the plot's right edge."""
    return page.locator(".outlier canvas").evaluate(
        """(canvas) => {
          const { width, height } = canvas;
          const of = canvas.getContext("2d").getImageData(width - 24, 0, 1, height).data;
          return Array.from({ length: height }, (_, y) => y).filter(
            (y) => of[4 * y + 3] > 128 && of[4 * y + 2] > of[4 * y] + 60,
          );
        }"""
    )


def test_drawn_lines_part_as_the_sample_leaves(opened):
    page = opened()
    to(page, 10)
    (together, apart) = lines(page), None
    to(page, 30)
    apart = lines(page)
    assert max(together) - min(together) < 8 < 50 < max(apart) - min(apart)


@pytest.mark.parametrize("y", [-10, 12, 30])
def test_bars_are_as_long_as_the_slopes_that_are_said(opened, y):
    page = opened()
    to(page, 30)
    long = page.locator(".outlier .bar").evaluate_all("all => all.map((b) => b.offsetWidth)")[0]
    to(page, y)
    bars = page.locator(".outlier .bar").evaluate_all("all => all.map((b) => b.offsetWidth)")
    hardest = abs(engine(page, "MSE", 30)[1])
    slopes = [abs(slope) for _, slope in said(page).values()]
    # Each is a whole number of pixels, and what is said has two decimals.
    assert bars == pytest.approx([long * slope / hardest for slope in slopes], abs=1.1)


def middle(page) -> tuple[float, float]:
    """Of the way on which the sample is moved, where it meets the line of the others."""
    box = far(page).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_sample_is_moved_by_mouse(opened):
    page = opened()
    x, y = middle(page)
    page.mouse.move(x, y - far(page).bounding_box()["height"] / 2 + 22)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.up()
    assert float(far(page).input_value()) == pytest.approx(10, abs=0.5)
    assert said(page)["MSE"][0] == pytest.approx(2, abs=0.05)


def test_sample_is_moved_by_finger(opened):
    page = opened(PHONE, has_touch=True)
    x, y = middle(page)
    page.touchscreen.tap(x, y)
    expect(far(page)).to_have_js_property("value", "10")
    assert said(page)["MSE"] == [2, 0]
    scrolled = page.evaluate("scrollY")
    fingers.drag(page, (x, y), (x, y - 10), (x, y - 60))
    assert float(far(page).input_value()) > 15
    assert page.evaluate("scrollY") == scrolled


def test_sample_is_moved_by_keys(opened):
    page = opened()
    to(page, 20)
    for key, then in [("ArrowUp", 20.5), ("ArrowDown", 20), ("Home", -10), ("End", 30)]:
        far(page).press(key)
        assert float(far(page).input_value()) == then


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_finger_finds_44_pixels(opened, viewport):
    box = far(opened(viewport)).bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44


@pytest.mark.parametrize("y", [-10, 30])
def test_ring_is_about_the_sample_at_both_ends(opened, y):
    page = opened()
    to(page, y)
    plotted = page.locator(".outlier canvas").evaluate(
        """async (canvas, y) => {
          const { dataFrame } = await import("/assets/worlds/data_view.js");
          const { within } = await import("/assets/worlds/plot.js");
          const { Scale } = await import("/assets/worlds/scale.js");
          const frame = dataFrame({ x: [0, 5], y: [-10, 30] });
          const { top, left } = canvas.getBoundingClientRect();
          const scale = new Scale(frame, within(canvas.clientWidth, canvas.clientHeight));
          return [left + scale.x(5), top + scale.y(y)];
        }""",
        y,
    )
    box = far(page).bounding_box()
    end = box["y"] + (22 if y == 30 else box["height"] - 22)
    assert [box["x"] + 22, end] == pytest.approx(plotted, abs=0.6)


def test_nothing_is_drawn_while_nothing_moves(opened):
    page = opened()
    page.evaluate(
        "() => { window.drawn = 0; const { prototype } = CanvasRenderingContext2D;"
        " const clear = prototype.clearRect;"
        " prototype.clearRect = function (...a) { window.drawn++; clear.apply(this, a); }; }"
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.drawn") == 0
    to(page, 5)  # and it would be seen
    assert page.evaluate("window.drawn") == 1


def test_without_javascript_the_drawing_stands_there(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + PAGE)
        expect(page.locator(".outlier .worlds-still svg")).to_be_visible()
        expect(far(page)).to_be_hidden()


def test_on_paper_the_drawing_stands_there(opened):
    page = opened()
    page.emulate_media(media="print")
    expect(page.locator(".outlier .worlds-still svg")).to_be_visible()
    expect(far(page)).to_be_hidden()
    page.emulate_media(media="screen")
    expect(far(page)).to_be_visible()


def test_script_is_not_loaded_before_it_comes_into_view(browser, served_site):
    page = browser.new_page(viewport={"width": 1280, "height": 200})
    page.goto(served_site + PAGE)
    page.wait_for_load_state("networkidle")
    names = "performance.getEntriesByType('resource').map(({ name }) => name).join(' ')"
    assert "/outlier/outlier.js" not in page.evaluate(names)
    far(page).evaluate("(input) => input.closest('.outlier').scrollIntoView()")
    expect(far(page)).to_be_visible()
    assert "/outlier/outlier.js" in page.evaluate(names)
    page.close()


@pytest.mark.parametrize("width", [320, 360, 390])
def test_nothing_leaves_a_phone_s_screen(opened, width):
    page = opened({"width": width, "height": 844})
    to(page, -10)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = page.locator(".outlier").bounding_box()
    for row in page.locator(".outlier li output").all():
        box = row.bounding_box()
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 0.5


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(opened, viewport, scheme):
    found = Axe().run(opened(viewport, color_scheme=scheme), context=".outlier")
    assert found.violations_count == 0, found.generate_report()
