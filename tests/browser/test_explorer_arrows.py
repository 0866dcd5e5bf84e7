"""An arrow on the map is as long as what it stands for."""

import math

import pytest

pytestmark = [pytest.mark.site, pytest.mark.browser]

UNIT = 40  # pixels for one unit of weight or bias


@pytest.fixture
def tip(engine):
    """Where an arrow from (2, 1) by a difference ends, from its tail, in pixels; None for none."""

    def of(dx: float, dy: float, at_most: float | None = None) -> tuple[float, float] | None:
        points = engine.evaluate(
            """async ([dx, dy, atMost, unit]) => {
                const { arrow } = await import("/worlds/marks.js");
                const seen = [];
                const context = new Proxy({}, {
                    get: (_, name) => (...where) => seen.push([name, ...where]),
                    set: () => true,
                });
                const plot = { context, x: (x) => unit * x, y: (y) => -unit * y };
                arrow(plot, 2, 1, dx, dy, "red", atMost === null ? {} : { atMost });
                return seen.filter(([name]) => name === "moveTo");
            }""",
            [dx, dy, at_most, UNIT],
        )
        if not points:
            return None
        (_, *tail), (_, *head) = points
        return head[0] - tail[0], head[1] - tail[1]

    return of


@pytest.mark.parametrize(("dx", "dy"), [(1.0, 0.0), (0.0, -2.0), (0.3, 0.4), (0.05, 0.0)])
def test_an_arrow_ends_where_its_difference_leads(tip, dx, dy):
    assert tip(dx, dy) == pytest.approx((UNIT * dx, -UNIT * dy), abs=1e-9)


def test_an_arrow_that_is_too_long_keeps_its_direction(tip):
    across, up = tip(30.0, 40.0, at_most=90)
    assert math.hypot(across, up) == pytest.approx(90)
    assert (across, up) == pytest.approx((90 * 0.6, -90 * 0.8))


@pytest.mark.parametrize("dx", [0.0, 0.9 / UNIT, 5.6e-16, math.nan])
def test_below_a_pixel_there_is_no_arrow(tip, dx):
    assert tip(dx, 0.0) is None
    assert tip(1.1 / UNIT, 0.0) is not None
