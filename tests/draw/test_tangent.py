"""What a tangent promised and what came, held against what the script printed and the formula."""

import pytest
import torch
from draw.style import GRADIENT, LOSS
from draw.tangent import tangent
from helpers.marks import falsified_tests, of_color
from helpers.printed_numbers import table
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "gradients/nudge_the_weight.py"
NUDGES = [1.0, 0.1, 0.01]
PRINTED = 5e-6 + 1e-6  # half of the last digit, and float32's rounding of losses up to 2.5


@pytest.fixture(scope="module", name="script")
def nudges():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return tangent(script)


def of_axes(drawn, color):
    """For each picture its lines of a colour, (picture, line): a curve first, then a stroke."""
    found = of_color(drawn, color)
    pairs = [[line for line in found if line.axes is axes] for axes in drawn.figure.axes]
    return [[torch.as_tensor(line.get_xydata()) for line in pair] for pair in pairs]


def test_curve_is_the_formula_of_the_loss(script, drawn):
    for curve, _ in of_axes(drawn, LOSS):
        assert_close(curve[:, 1], 2.5 * (curve[:, 0] - 2) ** 2)


def test_dashed_line_goes_through_the_weight_with_the_gradient_as_its_slope(script, drawn):
    for line, _ in of_axes(drawn, GRADIENT):
        assert_close(line[:, 1], 2.5 + script.globals["gradient"] * (line[:, 0] - 1))


def test_strokes_are_as_long_as_what_was_promised_and_what_came(script, drawn):
    rows = table(NAME, begin="nudge")
    assert rows[:, 0].tolist() == NUDGES
    pictures = zip(rows, of_axes(drawn, LOSS), of_axes(drawn, GRADIENT), strict=True)
    for (_, change, promise), (_, came), (_, promised) in pictures:
        assert abs(came[1, 1] - came[0, 1] - change) < PRINTED
        assert abs(promised[1, 1] - promised[0, 1] - promise) < PRINTED


def test_each_picture_is_as_wide_as_its_nudge_is_long(script, drawn):
    widths = [(curve[-1, 0] - curve[0, 0]).item() for curve, _ in of_axes(drawn, LOSS)]
    assert_close([width / widths[0] for width in widths], NUDGES)


def with_the_two_exchanged(script):
    drawn = tangent(script)
    for mine, its in zip(of_color(drawn, LOSS), of_color(drawn, GRADIENT), strict=True):
        seen = mine.get_data()
        mine.set_data(*its.get_data())
        its.set_data(*seen)
    return drawn


def of_one_width(script):
    drawn = tangent(script)
    first, *others = of_color(drawn, LOSS)[::2]
    for other in others:
        other.set_data(*first.get_data())
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_two_exchanged: [
            test_curve_is_the_formula_of_the_loss,
            test_dashed_line_goes_through_the_weight_with_the_gradient_as_its_slope,
            test_strokes_are_as_long_as_what_was_promised_and_what_came,
        ],
        of_one_width: [test_each_picture_is_as_wide_as_its_nudge_is_long],
    },
    globals(),
)


def test_a_script_without_nudges_has_no_tangent():
    with pytest.raises(RecordingError, match="a list `nudges`"):
        tangent(run("linear_regression.py"))
