"""The loss over a weight, and on it where each training of a script began and came to rest."""

import pytest
import torch
from draw.style import LOSS, PARAMETER, UPDATE
from draw.ways import ways
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/landscape/many_minima.py"
STARTS = [0.5, 1.5, 4.0]  # as the script has them
STEPS = 200


@pytest.fixture(scope="module", name="script")
def wave():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return ways(script)


def formula(weights):
    """The mean squared difference of two waves over 50 samples from -3 to 3: (weight,)."""
    x = torch.linspace(-3, 3, 50).double()
    return ((torch.sin(weights[:, None] * x) - torch.sin(2 * x)) ** 2).mean(dim=1)


def test_curve_is_the_formula_of_the_loss_of_a_wave(script, drawn):
    (curve,) = lines(drawn, LOSS)
    assert len(curve) > 100
    assert_close(curve[:, 1], formula(curve[:, 0]), rtol=1e-5, atol=1e-6)


def test_curve_reaches_beyond_each_place_on_a_way(drawn):
    (curve,) = lines(drawn, LOSS)
    places = torch.cat(lines(drawn, UPDATE))[:, 0]
    assert curve[0, 0] < places.min() < places.max() < curve[-1, 0]


def test_way_of_each_training_is_what_its_steps_found_and_left(script, drawn):
    found = lines(drawn, UPDATE)
    assert len(found) == len(STARTS)
    for number, way in enumerate(found):
        steps = script.steps[STEPS * number : STEPS * (number + 1)]
        places = [step.before["weight"] for step in steps] + [steps[-1].after["weight"]]
        assert torch.equal(way[:, 0], torch.stack(places).double())
        assert_close(way[:, 1], formula(way[:, 0]), rtol=1e-5, atol=1e-6)


def test_squares_are_the_start_and_the_end_of_each_training(script, drawn):
    squares = lines(drawn, PARAMETER)
    assert [square[0, 0].item() for square in squares[::2]] == STARTS
    assert_close(torch.cat(squares[1::2]), torch.stack([way[-1] for way in lines(drawn, UPDATE)]))


def of_ways_backwards(script):
    drawn = ways(script)
    for way in of_color(drawn, UPDATE):
        way.set_data(way.get_xdata()[::-1].copy(), way.get_ydata()[::-1].copy())
    return drawn


def of_the_loss_halved(script):
    drawn = ways(script)
    (curve,) = of_color(drawn, LOSS)
    curve.set_ydata(curve.get_ydata() / 2)
    return drawn


def of_starts_and_ends_exchanged(script):
    drawn = ways(script)
    squares = of_color(drawn, PARAMETER)
    for start, end in zip(squares[::2], squares[1::2], strict=True):
        seen = start.get_data()
        start.set_data(*end.get_data())
        end.set_data(*seen)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_the_loss_halved: [test_curve_is_the_formula_of_the_loss_of_a_wave],
        of_ways_backwards: [test_way_of_each_training_is_what_its_steps_found_and_left],
        of_starts_and_ends_exchanged: [test_squares_are_the_start_and_the_end_of_each_training],
    },
    globals(),
)


def test_a_script_with_two_parameters_has_no_ways_over_one():
    with pytest.raises(RecordingError, match=r"moves model\.weight, model\.bias"):
        ways(run("linear_regression.py"))
