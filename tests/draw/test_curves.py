"""The wall of curves: into which group a loss falls, and what is drawn of it."""

import math
import re

import pytest
from draw.curves import SHAPES, Tile, curves, shape

DOWN = [1.0, 0.5, 0.2, 0.1, 0.05]
NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("losses", "name"),
    [
        ([1.0] * 5, "It stays the same, to the last digit"),
        ([0.0] * 5, "It is 0 from the start"),
        ([1.0, 10.0, 100.0, INF, NAN], "It grows, to inf"),
        ([1.0, 0.5, NAN, NAN, NAN], "It is nan, from one step to the next"),
        ([NAN] * 5, "It is nan or inf from the start"),
        ([INF, NAN, NAN, NAN, NAN], "It is nan or inf from the start"),
        ([1.0, 0.2, -1.0, -3.0, -9.0], "It falls below 0"),
        ([1.0, 0.8, 0.6, 0.6, 0.6], "It falls, then stays the same to the last digit"),
        ([1.0, 0.2, 1.1, 0.3, 0.9], "It swings"),
        ([1.0, 0.9, 0.8, 0.7, 1.5], "It grows"),
        ([1.0, 0.8, 0.7, 0.65, 0.6], "It falls, and stays far above what it could be"),
        (DOWN, "It looks good, and is not"),
    ],
)
def test_a_loss_stands_in_the_group_of_what_it_does(losses, name):
    assert shape(losses, DOWN) == name


def test_each_group_has_such_a_loss():
    (mark,) = test_a_loss_stands_in_the_group_of_what_it_does.pytestmark
    assert {name for _, name in mark.args[1]} == set(SHAPES)


def drawn(losses, right=DOWN):
    """The line of a broken loop, a list of places."""
    tile = Tile("what is wrong", "cut/#here", losses, right)
    (path,) = re.findall(r'<path class="wrong" d="([^"]*)"', tile.svg)
    return [tuple(map(float, place.split())) for place in re.split("[ML]", path)[1:]]


def test_a_higher_loss_is_drawn_higher_up():
    places = drawn([0.4, 0.3, 0.2, 0.1, 0.3])
    across, down = zip(*places, strict=True)
    assert list(across) == sorted(across)
    assert down[0] < down[1] == down[4] < down[2] < down[3]


def test_a_loss_that_is_no_number_is_drawn_as_a_cross_and_no_line():
    assert len(drawn([1.0, 0.5, NAN, NAN, NAN])) == 2
    assert drawn([NAN] * 5) == []
    assert '<path class="end"' in Tile("", "", [NAN] * 5, DOWN).svg
    assert '<path class="end"' not in Tile("", "", DOWN, DOWN).svg


def test_each_place_is_within_the_drawing():
    for losses in (DOWN, [1.0, 1e30, INF], [-1.0, -2.0], [0.0, 0.0], [1e-30] * 300):
        assert all(0 <= x <= 120 and 0 <= y <= 60 for x, y in drawn(losses))


def test_a_long_run_is_drawn_by_a_part_of_its_steps_and_by_its_last():
    losses = [1 / (1 + step) for step in range(1000)]
    assert len(drawn(losses, losses)) < 100
    assert drawn(losses, losses)[-1] == (116.0, drawn(losses, losses)[-1][1])


def test_the_wall_links_each_loop_to_its_case_within_its_group():
    html = curves([Tile("flat", "a/#x", [1.0, 1.0], DOWN), Tile("good", "b/#y", DOWN, DOWN)])
    assert re.findall(r"<h3>(.*?)</h3>|href=\"(.*?)\"", html) == [
        ("It stays the same, to the last digit", ""),
        ("", "a/#x"),
        ("It looks good, and is not", ""),
        ("", "b/#y"),
    ]
