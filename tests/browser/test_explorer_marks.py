"""What meets in one place on the map is seen apart, and each error that counts is drawn."""

import pytest

pytestmark = pytest.mark.browser

# Draws with a module of the explorer, and gives each stroke: its width, its colour, how opaque it
# is, and its points or circles, 10 pixels a unit and up as on paper.
STROKES = """
    const strokes = [];
    let parts = [];
    const state = { globalAlpha: 1 };
    const context = new Proxy(state, {
        get: (_, name) => name in state ? state[name] : (...where) => {
            if (name === "beginPath") parts = [];
            else if (name === "stroke") {
                const { lineWidth, strokeStyle, globalAlpha } = state;
                strokes.push({ width: lineWidth, colour: strokeStyle, alpha: globalAlpha, parts });
            } else if (["moveTo", "lineTo", "arc"].includes(name)) parts.push([name, ...where]);
        },
    });
    const names = ["ink", "paper", "muted", "grid", "parameter", "gradient", "update", "loss"];
    const colours = Object.fromEntries(names.map((name) => [name, name]));
    const plot = { context, colours, x: (x) => 10 * x, y: (y) => -10 * y, inner: { width: 180 },
        draw: (frame, colours, labels, draw) => draw(context) };
    const frame = { left: -9, right: 9, bottom: -9, top: 9 };
"""


@pytest.fixture
def strokes(engine):
    """The strokes of a drawing; it is JavaScript that has `plot`, `frame` and `colours`."""
    return lambda draw, *given: engine.evaluate(
        f"async (given) => {{ {STROKES} {draw}; return strokes; }}", list(given)
    )


def reach(stroke: dict) -> tuple[float, float]:
    """From how far to how far from the middle the ink of a stroke lies."""
    half = stroke["width"] / 2
    circles = [part[3] for part in stroke["parts"] if part[0] == "arc"]
    if circles:
        return circles[0] - half, circles[0] + half
    away = [
        (x * x + y * y) ** 0.5 for kind, x, y, *_ in stroke["parts"] if kind in ("moveTo", "lineTo")
    ]
    return min(away), max(away)


def test_the_marks_of_a_run_that_arrived_lie_in_rings_of_their_own(strokes):
    """The lowest point, the end of the run and what made the samples, all three in one place."""
    drawn = strokes("""
        const { drawMap } = await import("/worlds/map_view.js");
        const at = Float64Array.of(0, 0);
        const made = { weight: at, bias: at, weightGrad: at, biasGrad: at };
        const place = { weight: 0, bias: 0 };
        drawMap(plot, frame, [{ made, at: 1 }], colours, { lowest: place, truth: place });
    """)
    marks = [stroke for stroke in drawn if reach(stroke)[1] > 0 and stroke["colour"] != "paper"]
    assert [mark["colour"] for mark in marks] == ["parameter", "ink", "ink"]
    end, truth, lowest = map(reach, marks)
    (_, within), (ring, ring_ends), (beyond, _) = lowest, end, truth
    assert within < ring < ring_ends < beyond
    assert within >= 5  # and each is large enough to be seen


@pytest.mark.site
def test_the_square_of_the_start_is_wider_than_the_ring_of_the_end(browser, served_site):
    page = browser.new_page()
    page.goto(f"{served_site}explorer/")
    page.locator(".explorer.alive").wait_for()
    box = page.locator("[data-end=place]").evaluate("""handle => {
        const { width } = handle.getBoundingClientRect();
        return [width, parseFloat(getComputedStyle(handle).borderLeftWidth)];
    }""")
    page.close()
    width, border = box
    assert width / 2 - border > 9 + 1.5  # the ring's radius, and half of its stroke


POINTS = {"x": [0.0, 1.0, 2.0, 3.0, 4.0], "y": [1.0, 3.0, 2.0, 5.0, 4.0]}
ERRORS = """
    const { drawData } = await import("/worlds/data_view.js");
    const [{ x, y }, meets] = given;
    const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
    drawData(plot, frame, samples, { weight: 0.5, bias: 1 }, null, colours, meets)
"""


def errors(drawn: list[dict]) -> list[tuple[float, float, float]]:
    """Of each error where it is, its target and the prediction."""
    found = []
    for stroke in drawn:
        if stroke["colour"] != "loss":
            continue
        points = [part[1:] for part in stroke["parts"]]
        for (x, target), (same, prediction) in zip(points[::2], points[1::2], strict=True):
            assert x == same
            found.append((x / 10, -target / 10, -prediction / 10))
    return sorted(found)


@pytest.mark.parametrize("meets", [1, 2, 3, 5])
def test_each_prediction_is_drawn_against_each_target_of_its_batch_once(strokes, meets):
    x, y = POINTS.values()
    batches = [range(first, min(first + meets, 5)) for first in range(0, 5, meets)]
    expected = [(x[i], y[j], 0.5 * x[i] + 1) for batch in batches for i in batch for j in batch]
    assert errors(strokes(ERRORS, POINTS, meets)) == sorted(expected)


def test_of_many_errors_each_is_faint_and_what_is_drawn_on_them_is_not(strokes):
    drawn = strokes(ERRORS, POINTS, 5)
    assert {stroke["alpha"] for stroke in drawn if stroke["colour"] == "loss"} == {0.2}
    assert {stroke["alpha"] for stroke in drawn if stroke["colour"] != "loss"} == {1}


@pytest.mark.site
def test_a_target_of_the_wrong_shape_is_drawn_with_all_its_errors(browser, served_site):
    """The page asks for them: there is more of the loss's colour than with a right shape."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{served_site}explorer/")
    count = """async asked => {
        location.hash = asked;
        await new Promise(done => setTimeout(done, 300));
        const canvas = document.querySelector("[data-world=data] canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((alpha, i) => i % 4 === 3 && alpha > 0).length;
    }"""
    own, every = (
        page.evaluate(count, f"#w=0&b=0&steps=0&{more}") for more in ("", "broadcast=true")
    )
    page.close()
    assert every > 1.5 * own
