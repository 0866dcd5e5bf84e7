"""What a curve does is told by one name: by where it turns, and by its end."""

import math

import pytest
from page.bends import SEEN, SHAPES, shape, turns

CURVES = {
    "stays where it is": [0.3, 0.33, 0.29, 0.31],
    "falls on": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
    "falls to 0": [0.9, 0.5, 0.2, 0.04, 0.03, 0.03],
    "falls to a floor above 0": [0.9, 0.5, 0.4, 0.37, 0.36, 0.36, 0.36, 0.36],
    "rises": [0.1, 0.2, 0.6, 1, 1, 1],
    "falls, then rises": [0.5, 0.3, 0.2, 0.4, 0.9],
    "rises, then falls": [0.5, 0.6, 0.9, 0.4, 0.2],
    "swings up and down": [0.1, 0.5, 0.2, 0.4, 0.1],
}


def test_there_is_a_curve_of_each_name():
    assert list(CURVES) == list(SHAPES)


@pytest.mark.parametrize(("name", "heights"), CURVES.items(), ids=CURVES)
def test_a_curve_has_the_name_that_a_reader_would_give_it(name, heights):
    assert shape(heights) == name


@pytest.mark.parametrize(("name", "heights"), CURVES.items(), ids=CURVES)
def test_what_no_eye_sees_does_not_change_a_curves_name(name, heights):
    trembles = [height + 0.2 * SEEN * (-1) ** at for at, height in enumerate(heights)]
    assert shape([min(1, max(0, height)) for height in trembles]) == name


@pytest.mark.parametrize(("waves", "name"), [(0.5, SHAPES[5]), (0.75, SHAPES[7]), (3, SHAPES[7])])
def test_a_wave_swings_from_its_second_turn_on(waves, name):
    wave = [0.5 + 0.4 * math.cos(2 * math.pi * 2 * waves * at / 200) for at in range(201)]
    assert shape(wave) == name
    # Down and up once in half of the first, and so on; the last way ends where the curve does.
    assert len(turns(wave)) == 4 * waves + 1
