"""One step of one weight, held against the numbers that the script types in."""

import pytest
import torch
from draw.style import PARAMETER
from draw.update import update
from helpers.marks import falsified_tests, lines
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/step_needs_no_loss.py"


@pytest.fixture(scope="module", name="script")
def typed_in():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return update(script)


def arrow(axes):
    (found,) = [text for text in axes.texts if getattr(text, "arrow_patch", None)]
    return [float(found.xyann[0]), float(found.xy[0])]


def test_arrows_are_the_gradient_of_10_and_the_way_from_3_to_2(script, drawn):
    above, below = drawn.figure.axes
    assert arrow(above) == [0, 10]
    assert_close(arrow(below), [3.0, 2.0])


def test_squares_are_the_weight_before_and_after(script, drawn):
    before, after = lines(drawn, PARAMETER)
    assert_close(torch.stack([before[0, 0], after[0, 0]]), torch.tensor([3.0, 2.0]).double())


def turned(script):
    drawn = update(script)
    for axes in drawn.figure.axes:
        for text in axes.texts:
            if getattr(text, "arrow_patch", None):
                text.xy, text.xyann = text.xyann, text.xy
        for line in axes.lines:
            line.set_xdata([-float(x) for x in line.get_xdata()])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        turned: [
            test_arrows_are_the_gradient_of_10_and_the_way_from_3_to_2,
            test_squares_are_the_weight_before_and_after,
        ],
    },
    globals(),
)


def test_many_steps_are_no_update():
    with pytest.raises(RecordingError, match="of one step of one number"):
        update(run("linear_regression.py"))
