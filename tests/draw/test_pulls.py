"""Three losses over one error, and their slopes, held against their formulas."""

import pytest
import torch
from draw.pulls import pulls
from draw.style import GRADIENT, LOSS
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/l1_and_huber/pull_of_an_error.py"
# MSE, L1 and Huber with delta 1, as the page has them.
FORMULAS = [
    lambda e: e**2,
    lambda e: e.abs(),
    lambda e: torch.where(e.abs() <= 1, e**2 / 2, e.abs() - 0.5),
]
SLOPES = [lambda e: 2 * e, lambda e: e.sign(), lambda e: e.clamp(-1, 1)]


@pytest.fixture(scope="module", name="script")
def three_losses():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return pulls(script)


def test_curves_are_the_formulas_of_mse_l1_and_huber(script, drawn):
    curves = lines(drawn, LOSS)
    assert len(curves) == 3
    for curve, formula in zip(curves, FORMULAS, strict=True):
        assert_close(curve[:, 1], formula(curve[:, 0]))


def test_slopes_are_the_formulas_of_their_derivatives(script, drawn):
    curves = lines(drawn, GRADIENT)
    assert len(curves) == 3
    for curve, formula in zip(curves, SLOPES, strict=True):
        assert_close(curve[:, 1], formula(curve[:, 0]))


def test_no_point_of_a_slope_lies_on_the_kink(script, drawn):
    for curve in lines(drawn, GRADIENT):
        assert (curve[:, 0] != 0).all()


def of_mse_and_huber_exchanged(script):
    drawn = pulls(script)
    for color in (LOSS, GRADIENT):
        mse, _, huber = of_color(drawn, color)
        seen = mse.get_ydata()
        mse.set_ydata(huber.get_ydata())
        huber.set_ydata(seen)
    return drawn


def with_a_point_on_the_kink(script):
    drawn = pulls(script)
    for curve in of_color(drawn, GRADIENT):
        curve.set_xdata(torch.as_tensor(curve.get_xdata()) - curve.get_xdata()[0])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_mse_and_huber_exchanged: [
            test_curves_are_the_formulas_of_mse_l1_and_huber,
            test_slopes_are_the_formulas_of_their_derivatives,
        ],
        with_a_point_on_the_kink: [test_no_point_of_a_slope_lies_on_the_kink],
    },
    globals(),
)


def test_a_script_without_a_list_of_losses_is_refused():
    with pytest.raises(RecordingError, match="has no list `losses`"):
        pulls(run("linear_regression.py"))


def test_a_fourth_loss_is_refused(tmp_path):
    change = ("nn.L1Loss(), ", "nn.L1Loss(), nn.SmoothL1Loss(), ")
    with pytest.raises(RecordingError, match="has 4 losses; 3 are drawn"):
        pulls(twin(NAME, tmp_path, change))
