"""Over one parameter: the loss, and at each step its tangent by the recorded gradient."""

import pytest
import torch
from draw.slope import slope
from draw.style import GRADIENT, LOSS, PARAMETER
from helpers.marks import arrows, falsified_tests, lines, of_color
from helpers.runs import SNIPPETS, run
from helpers.series import gradients, losses, parameters
from torch.testing import assert_close

# What each computes, said once more: the loss of any value of its parameter.
FORMULAS = {
    "losses/mse/halves_the_error.py": lambda w: ((w - 2) ** 2 + (2 * w - 4) ** 2) / 2,
    "losses/l1_and_huber/l1_hovers.py": lambda w: (w - 2.5).abs(),
}
FLOAT32 = {"rtol": 2e-6, "atol": 2e-6}  # a few roundings of what the script computed


@pytest.fixture(scope="module", params=FORMULAS)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return slope(script)


def test_curve_is_the_formula_of_the_loss(script, drawn):
    formula = FORMULAS[script.path.relative_to(SNIPPETS).as_posix()]
    (curve,) = lines(drawn, LOSS)
    assert len(curve) > 100
    assert_close(curve[:, 1], formula(curve[:, 0]), **FLOAT32)


def test_squares_are_the_recorded_parameter_and_its_loss_in_order(script, drawn):
    (squares,) = lines(drawn, PARAMETER)
    assert torch.equal(squares[:, 0], parameters(script)[:, 0])
    assert_close(squares[:-1, 1], losses(script), **FLOAT32)


def test_tangent_of_each_step_touches_the_loss_with_the_recorded_gradient(script, drawn):
    tangents = torch.stack(lines(drawn, GRADIENT))  # (step, end, axis)
    middle, reach = tangents.mean(dim=1), tangents[:, 1] - tangents[:, 0]
    assert_close(middle, torch.stack([parameters(script)[:-1, 0], losses(script)], 1), **FLOAT32)
    assert_close(reach[:, 1] / reach[:, 0], gradients(script)[:, 0], **FLOAT32)


def test_arrow_of_each_step_leads_from_the_point_it_found_to_the_value_it_left(script, drawn):
    way = parameters(script)[:, 0]
    tails = torch.stack([way[:-1], losses(script)], dim=1)
    heads = torch.stack([way[1:], losses(script)], dim=1)
    assert_close(arrows(drawn), torch.stack([tails, heads], dim=1), **FLOAT32)


def of_the_loss_doubled(script):
    drawn = slope(script)
    (curve,) = of_color(drawn, LOSS)
    curve.set_ydata(2 * curve.get_ydata())
    return drawn


def with_squares_backwards(script):
    drawn = slope(script)
    (squares,) = of_color(drawn, PARAMETER)
    squares.set_data(squares.get_xydata()[::-1].T)
    return drawn


def with_tangents_half_as_steep(script):
    drawn = slope(script)
    for tangent in of_color(drawn, GRADIENT):
        y = tangent.get_ydata()
        tangent.set_ydata((y + sum(y) / 2) / 2)
    return drawn


def with_tangents_beside_the_loss(script):
    drawn = slope(script)
    for tangent in of_color(drawn, GRADIENT):
        tangent.set_ydata([y + 1 for y in tangent.get_ydata()])
    return drawn


def with_arrows_against_the_updates(script):
    drawn = slope(script)
    for arrow in drawn.figure.axes[0].texts:
        arrow.xy, arrow.xyann = arrow.xyann, arrow.xy
    return drawn


TANGENT = test_tangent_of_each_step_touches_the_loss_with_the_recorded_gradient

TestFalsified = falsified_tests(
    "losses/mse/halves_the_error.py",
    {
        of_the_loss_doubled: [test_curve_is_the_formula_of_the_loss],
        with_squares_backwards: [test_squares_are_the_recorded_parameter_and_its_loss_in_order],
        with_tangents_half_as_steep: [TANGENT],
        with_tangents_beside_the_loss: [TANGENT],
        with_arrows_against_the_updates: [
            test_arrow_of_each_step_leads_from_the_point_it_found_to_the_value_it_left
        ],
    },
    globals(),
)
