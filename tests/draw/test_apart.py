"""A ravine's two axes apart, with momentum and without, held against a run by hand."""

import pytest
import torch
from draw.apart import SHOWN, apart
from draw.style import PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from torch.testing import assert_close

NAME = "optimizers/momentum/ravine.py"
STEEPNESS = torch.tensor([1.0, 100.0], dtype=torch.float64)


@pytest.fixture(scope="module", name="script")
def ravine():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return apart(script)


def by_hand(momentum, nesterov=False):
    """As docs/optimizers/momentum.md writes it, (step + 1, axis)."""
    place, buffer = torch.ones(2).double(), torch.zeros(2).double()
    way = [place]
    for _ in range(SHOWN):
        slope = STEEPNESS * place
        buffer = momentum * buffer + slope
        place = place - 0.01 * (slope + momentum * buffer if nesterov else buffer)
        way.append(place)
    return torch.stack(way)


def test_each_curve_is_one_axis_of_one_training(script, drawn):
    found = torch.stack([curve[:, 1] for curve in lines(drawn, PARAMETER)])
    ways = torch.stack([by_hand(0), by_hand(0.9), by_hand(0.9, nesterov=True)])
    assert_close(found.reshape(2, 3, -1), ways.permute(2, 0, 1))


def test_each_picture_tells_the_curvature_of_its_axis(script, drawn):
    titles = [axes.get_title(loc="right") for axes in drawn.figure.axes]
    assert titles == ["λ = 1", "λ = 100"]


def with_the_axes_exchanged(script):
    drawn = apart(script)
    curves = of_color(drawn, PARAMETER)
    for one, other in zip(curves[:3], curves[3:], strict=True):
        seen = one.get_ydata()
        one.set_ydata(other.get_ydata())
        other.set_ydata(seen)
    above, below = drawn.figure.axes
    above.set_title(below.get_title(loc="right"), loc="right")
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_axes_exchanged: [
            test_each_curve_is_one_axis_of_one_training,
            test_each_picture_tells_the_curvature_of_its_axis,
        ],
    },
    globals(),
)
