"""The lines to which three losses lead, held against what each of them asks for."""

import pytest
import torch
from draw.lines_of_losses import lines_of_losses
from draw.style import INK, LOSS, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/l1_and_huber/outlier_counts_once.py"
X = torch.arange(1.0, 6.0).double()
Y = torch.tensor([2.0, 4.0, 6.0, 8.0, 30.0]).double()


@pytest.fixture(scope="module", name="script")
def outlier():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return lines_of_losses(script)


def by_name(drawn):
    """The slope of each line, by what the legend calls it."""
    found = {line.get_label(): line.get_xydata() for line in of_color(drawn, PARAMETER)}
    return {name: ((y1 - y0) / (x1 - x0)) for name, ((x0, y0), (x1, y1)) in found.items()}


def test_line_of_mse_is_the_least_squares_fit_through_0(script, drawn):
    # A step keeps 1 - 0.01 * 22 of the distance, and 200 of them nothing.
    assert_close(by_name(drawn)["MSE"], (X @ Y / (X @ X)).item(), rtol=1e-5, atol=0)


def test_line_of_l1_goes_through_the_four_samples_within_a_step(script, drawn):
    # A step is at most lr times the mean of x.
    assert abs(by_name(drawn)["L1"] - 2) <= 0.01 * 3


def test_line_of_huber_is_where_its_pulls_cancel(script, drawn):
    # Four errors are within delta and pull by themselves, the fifth pulls by delta, 1.
    weight = 2 + 5 / X[:4].square().sum()
    assert ((weight - 2) * X[:4] < 1).all()
    assert_close(by_name(drawn)["Huber"], weight.item(), rtol=1e-4, atol=0)


def test_strokes_lead_from_the_last_line_to_the_samples(script, drawn):
    (strokes,) = lines(drawn, LOSS)
    ends = strokes.reshape(-1, 3, 2)[:, :2]
    assert_close(ends[:, 1], torch.stack([X, Y], dim=1))
    assert_close(ends[:, 0, 1], by_name(drawn)["Huber"] * X, rtol=1e-5, atol=1e-5)


def test_points_are_the_samples_of_the_script(script, drawn):
    assert_close(lines(drawn, INK)[0], torch.stack([X, Y], dim=1))


def with_the_lines_reversed(script):
    drawn = lines_of_losses(script)
    found = of_color(drawn, PARAMETER)
    for line, data in zip(found, [line.get_ydata() for line in found][::-1], strict=True):
        line.set_ydata(data + 0.5 * line.get_xdata())
    for marks in of_color(drawn, INK):
        marks.set_ydata(marks.get_ydata() + 1)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_lines_reversed: [
            test_line_of_mse_is_the_least_squares_fit_through_0,
            test_line_of_l1_goes_through_the_four_samples_within_a_step,
            test_line_of_huber_is_where_its_pulls_cancel,
            test_strokes_lead_from_the_last_line_to_the_samples,
            test_points_are_the_samples_of_the_script,
        ],
    },
    globals(),
)


def test_a_script_without_a_list_of_losses_has_no_such_lines():
    with pytest.raises(RecordingError, match="has no list `losses`"):
        lines_of_losses(run("losses/mse/outlier_drags_the_line.py"))
