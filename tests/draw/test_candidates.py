"""Five weights, their lines and their losses, held against the formula."""

import pytest
import torch
from draw.candidates import candidates
from draw.style import INK, LOSS, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/loss_of_a_weight.py"
WEIGHTS = torch.arange(5.0).double()


@pytest.fixture(scope="module", name="script")
def five_weights():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return candidates(script)


def parabola(weight):
    """As docs/losses/index.md has it."""
    return 1 + 14 / 3 * (weight - 2) ** 2


def test_curve_is_the_parabola_of_the_page(script, drawn):
    (curve,) = lines(drawn, LOSS)
    assert_close(curve[:, 1], parabola(curve[:, 0]))


def test_squares_stand_on_the_curve_at_the_weights_of_the_script(script, drawn):
    *_, squares = lines(drawn, PARAMETER)
    assert_close(squares, torch.stack([WEIGHTS, parabola(WEIGHTS)], dim=1))


def test_each_line_goes_through_0_with_its_weight_as_its_slope_and_its_name(script, drawn):
    *found, _ = lines(drawn, PARAMETER)
    named = [float(text.get_text()) for text in drawn.figure.axes[0].texts]
    assert named == WEIGHTS.tolist()
    for line, weight in zip(found, WEIGHTS, strict=True):
        assert_close(line[:, 1], weight * line[:, 0])


def test_points_are_the_samples_of_the_script(script, drawn):
    samples = torch.stack([script.globals["x"], script.globals["y"]], dim=1).double()
    assert_close(lines(drawn, INK)[0], samples)


def half_as_high(script):
    drawn = candidates(script)
    for color in (LOSS, PARAMETER, INK):
        for line in of_color(drawn, color):
            line.set_ydata(line.get_ydata() / 2)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        half_as_high: [
            test_curve_is_the_parabola_of_the_page,
            test_squares_stand_on_the_curve_at_the_weights_of_the_script,
            test_each_line_goes_through_0_with_its_weight_as_its_slope_and_its_name,
            test_points_are_the_samples_of_the_script,
        ],
    },
    globals(),
)


def test_another_model_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="is not that of weight"):
        candidates(twin(NAME, tmp_path, ("y_pred = weight * x", "y_pred = weight * x + 1")))
