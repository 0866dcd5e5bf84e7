"""Adam's two means and its steps, held against the formula on the script's gradients."""

import pytest
import torch
from draw.moments import moments
from draw.style import GRADIENT, INK
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/adam/by_hand.py"


@pytest.fixture(scope="module", name="script")
def hundred_gradients():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return moments(script)


def means(script):
    """By their sums: each gradient t steps ago weighs β to the t, and the weights add up to 1."""
    gradients = script.globals["gradients"]
    found = []
    for beta, values in [(0.9, gradients), (0.999, gradients**2)]:
        ago = torch.arange(100)[:, None] - torch.arange(100)
        weights = torch.where(ago >= 0, beta ** ago.double(), 0)
        found.append(weights @ values / weights.sum(1))
    return found


def test_marks_are_the_gradients_of_the_script(script, drawn):
    marks, _ = lines(drawn, GRADIENT)
    assert_close(marks[:, 1], script.globals["gradients"])


def test_curves_are_the_mean_and_the_root_of_the_mean_square_up_and_down(script, drawn):
    mean, of_squares = means(script)
    assert_close(lines(drawn, GRADIENT)[1][:, 1], mean)
    up, down = [line[:, 1] for line in lines(drawn, INK)[:2]]
    assert_close(up, of_squares.sqrt())
    assert_close(down, -of_squares.sqrt())


def strokes(drawn):
    (found,) = drawn.figure.axes[1].collections
    return torch.tensor([[end[1] for end in stroke] for stroke in found.get_segments()])


def test_each_stroke_is_the_mean_over_the_root_against_its_sign(script, drawn):
    mean, of_squares = means(script)
    from_, to = strokes(drawn).double().T
    assert (from_ == 0).all()
    assert_close(to, -mean / of_squares.sqrt(), rtol=1e-6, atol=1e-6)


def without_the_sign(script):
    drawn = moments(script)
    (found,) = drawn.figure.axes[1].collections
    found.set_segments([abs(stroke) for stroke in found.get_segments()])
    for line in of_color(drawn, GRADIENT) + of_color(drawn, INK):
        line.set_ydata(abs(line.get_ydata()))
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        without_the_sign: [
            test_marks_are_the_gradients_of_the_script,
            test_curves_are_the_mean_and_the_root_of_the_mean_square_up_and_down,
            test_each_stroke_is_the_mean_over_the_root_against_its_sign,
        ],
    },
    globals(),
)


def test_a_script_that_leaves_the_means_to_torch_is_refused():
    with pytest.raises(RecordingError, match="computes `m_hat` 0 times"):
        moments(run("optimizers/momentum/overshoots.py"))
