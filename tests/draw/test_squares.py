"""Each sample's error as a square, held against the formula of a line's errors."""

import pytest
import torch
from draw.squares import squares
from draw.style import INK, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/mse/outlier_drags_the_line.py"


@pytest.fixture(scope="module", params=["losses/mse/halves_the_error.py", NAME])
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return squares(script)


def weights(script):
    return [script.steps[0].before["weight"].item(), script.steps[-1].after["weight"].item()]


def errors(script):
    """At the start and at the end, (2, sample)."""
    x, y = script.globals["x"].double(), script.globals["y"].double()
    return torch.stack([weight * x - y for weight in weights(script)])


def rectangles(drawn):
    """Each one's left edge, lower edge, width and height, (picture, sample, 4)."""
    return torch.tensor(
        [
            [[*patch.get_xy(), patch.get_width(), patch.get_height()] for patch in axes.patches]
            for axes in drawn.figure.axes
        ],
        dtype=torch.float64,
    )


def test_each_side_is_as_high_as_the_error_of_its_sample(script, drawn):
    assert_close(rectangles(drawn)[..., 3], errors(script).abs())


def test_each_square_is_one_to_the_eye(script, drawn):
    for axes, found in zip(drawn.figure.axes, rectangles(drawn), strict=True):
        assert axes.get_box_aspect() == 1
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        assert_close(found[:, 2] / (right - left), found[:, 3] / (top - bottom))


def test_each_square_stands_at_its_sample_between_the_line_and_the_target(script, drawn):
    x, y = script.globals["x"].double(), script.globals["y"].double()
    for found, weight in zip(rectangles(drawn), weights(script), strict=True):
        left, bottom, width, height = found.T
        assert_close(left + width, x)
        assert_close(torch.stack([bottom, bottom + height]), both_ends(weight * x, y))


def both_ends(y_pred, y):
    return torch.stack([torch.minimum(y_pred, y), torch.maximum(y_pred, y)])


def test_titles_tell_the_recorded_losses(script, drawn):
    told = [float(axes.get_title().rsplit(" ", 1)[1]) for axes in drawn.figure.axes]
    assert_close(told, [script.losses[0], script.losses[-1]], rtol=5e-3, atol=0)


def test_lines_are_those_that_the_first_step_found_and_the_last_left(script, drawn):
    for line, weight in zip(lines(drawn, PARAMETER), weights(script), strict=True):
        assert_close(line[:, 1], weight * line[:, 0], rtol=1e-5, atol=1e-6)


def test_points_are_the_samples_of_the_script(script, drawn):
    samples = torch.stack([script.globals["x"], script.globals["y"]], dim=1).double()
    for points in lines(drawn, INK):
        assert_close(points, samples)


def of_half_the_errors(script):
    drawn = squares(script)
    for axes in drawn.figure.axes:
        for patch in axes.patches:
            patch.set_height(patch.get_height() / 2)
    return drawn


def of_the_end_twice(script):
    drawn = squares(script)
    start, end = drawn.figure.axes
    start.set_title(end.get_title())
    first, last = of_color(drawn, PARAMETER)
    first.set_data(*last.get_data())
    for marks in of_color(drawn, INK):
        marks.set_ydata(marks.get_ydata()[::-1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_half_the_errors: [
            test_each_side_is_as_high_as_the_error_of_its_sample,
            test_each_square_is_one_to_the_eye,
            test_each_square_stands_at_its_sample_between_the_line_and_the_target,
        ],
        of_the_end_twice: [
            test_titles_tell_the_recorded_losses,
            test_lines_are_those_that_the_first_step_found_and_the_last_left,
            test_points_are_the_samples_of_the_script,
        ],
    },
    globals(),
)


def test_another_loss_has_no_squares():
    with pytest.raises(RecordingError, match="is not the mean squared error"):
        squares(run("losses/l1_and_huber/penalty_moves_the_minimum.py"))
    with pytest.raises(RecordingError, match="is not the mean squared error"):
        squares(run("custom_loss.py"))
