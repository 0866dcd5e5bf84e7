"""The wall of curves: what is drawn of a loss."""

import itertools
import math
import re

import pytest
from draw.curves import Tile, curves

DOWN = [1.0, 0.5, 0.2, 0.1, 0.05]
NAN, INF = math.nan, math.inf


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


@pytest.mark.parametrize("at", range(100, 110))
def test_one_peak_among_many_steps_is_drawn(at):
    losses = [1.0] * at + [9.0] + [1.0] * (300 - at)
    assert min(down for _, down in drawn(losses)) == 4.0


def test_a_loss_that_grows_by_decades_is_drawn_as_a_slope():
    downs = [down for _, down in drawn([10.0**step for step in range(30)])]
    assert downs == sorted(downs, reverse=True)
    assert downs[0] > downs[10] > downs[20] > downs[29]


def test_a_loss_that_falls_to_exactly_0_is_drawn_by_decades_down_to_the_ground():
    downs = [down for _, down in drawn([1.0, 0.1, 0.01, 0.001, 0.0], [1.0, 0.0])]
    steps = [after - before for before, after in itertools.pairwise(downs)]
    assert steps == pytest.approx([(60 - 2 * 4) / 4] * 4, abs=0.1)  # of four decades to the ground


def test_a_saw_is_seen_beside_a_cured_loop_whose_loss_falls_to_almost_nothing():
    teeth = [down for _, down in drawn([4.0, 1.0] * 4, [4.0, 1e-14])]
    assert max(teeth) - min(teeth) > 6


def test_a_held_out_loss_is_drawn_in_place_of_the_cured_one_and_told():
    tile = Tile("dropout", "a/#x", DOWN, DOWN, [2.0, 1.0])
    assert re.findall(r'<path class="([^"]*)"', tile.svg) == ["held-out", "wrong"]
    assert tile.says == "1 → 0.05; held out 2 → 1"


def test_each_line_takes_the_whole_width_however_often_it_was_measured():
    tile = Tile("dropout", "a/#x", DOWN, DOWN, [2.0, 1.0])
    ends = re.findall(r'd="M([\d.]+) [^"]*L([\d.]+) [^"L]*"', tile.svg)
    assert ends == [("4.0", "116.0")] * 2


def test_the_wall_links_each_loop_to_its_case_within_its_group():
    html = curves([Tile("flat", "a/#x", [1.0, 1.0], DOWN), Tile("good", "b/#y", DOWN, DOWN)])
    assert re.findall(r"<h3>(.*?)</h3>|href=\"(.*?)\"", html) == [
        ("It stays the same, to the last digit", ""),
        ("", "a/#x"),
        ("It looks good, and is not", ""),
        ("", "b/#y"),
    ]
