"""Arrows of one length in all directions, and what each does to the loss."""

import math

import pytest
import torch
from draw.compass import EVERY, compass
from draw.style import GRADIENT, INK, LOSS, UPDATE
from helpers.marks import arrows, falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "gradients/steepest_way_up.py"
X = torch.tensor([1.0, 2.0, 3.0]).double()
START = torch.tensor([0.0, 2.0]).double()  # as the script has it


@pytest.fixture(scope="module", name="script")
def all_degrees():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return compass(script)


def rise(nudge):
    """By the formula: errors change from e to e + d, and so their squares by 2ed + d²."""
    error = START[0] * X + START[1] - (2 * X + 1)
    change = nudge[0] * X + nudge[1]
    return (2 * error * change + change**2).mean()


def test_arrows_begin_at_the_point_and_have_one_length(script, drawn):
    found = arrows(drawn)
    assert (found[:, 0] == 0).all()
    assert_close(found[:, 1].norm(dim=1), torch.full((len(found),), 0.001).double())


def test_arrows_go_in_all_directions_evenly(script, drawn):
    ends = arrows(drawn, INK)[:, 1]
    angles = torch.atan2(ends[:, 1], ends[:, 0]).rad2deg() % 360
    expected = torch.arange(0, 360, EVERY).double()
    assert_close(angles.round().sort().values % 360, expected)


def test_coloured_arrows_are_the_gradient_and_its_opposite(script, drawn):
    error = START[0] * X + START[1] - (2 * X + 1)
    gradient = torch.stack([(2 * error * X).mean(), (2 * error).mean()])
    (up,), (down,) = arrows(drawn, GRADIENT), arrows(drawn, UPDATE)
    assert_close(up[1], 0.001 * gradient / gradient.norm())
    assert_close(down[1], -up[1])


def test_a_disc_is_full_where_the_loss_rises_and_its_area_is_the_change(script, drawn):
    discs = of_color(drawn, LOSS)
    assert len(discs) == 360 // EVERY
    places = torch.cat(lines(drawn, LOSS))
    rises = torch.stack([rise(0.001 * place / place.norm()) for place in places])
    areas = torch.tensor([disc.get_markersize() ** 2 for disc in discs]).double()
    # The largest of these 24 is within 7.5° of the largest of all, whose disc has the whole area.
    assert_close(areas / areas.max(), rises.abs() / rises.abs().max(), rtol=0, atol=1e-6)
    assert [disc.get_markerfacecolor() == LOSS for disc in discs] == (rises > 0).tolist()


def test_ground_has_straight_bands_across_the_gradient(script, drawn):
    (axes,) = drawn.figure.axes
    assert len(axes.patches) == 10
    heights = []
    for band in axes.patches:
        # The corners of the map are no place of a level; the lowest point of a band is.
        points = torch.as_tensor(band.get_path().vertices)
        heights.append(min(rise(point).item() for point in points))
    levels = torch.tensor(sorted(heights)).double()
    assert_close(levels.diff(), levels.diff().mean().expand(9), rtol=1e-2, atol=0)


def with_arrows_as_long_as_the_rise(script):
    drawn = compass(script)
    (axes,) = drawn.figure.axes
    for text in axes.texts:
        if getattr(text, "arrow_patch", None):
            length = 1 + math.hypot(*text.xy) * abs(math.atan2(*text.xy))
            text.xy = tuple(part * length for part in text.xy)
    return drawn


def turned_by_a_quarter(script):
    drawn = compass(script)
    (axes,) = drawn.figure.axes
    for text in axes.texts:
        if getattr(text, "arrow_patch", None):
            text.xy = (-text.xy[1], text.xy[0])
    for disc in of_color(drawn, LOSS):
        ((across, up),) = disc.get_xydata()
        disc.set_data([-up], [across])
    for patch in axes.patches:
        patch.get_path().vertices = patch.get_path().vertices[:, ::-1] * [-1, 1]
    return drawn


def with_half_of_the_arrows(script):
    drawn = compass(script)
    (axes,) = drawn.figure.axes
    for text in axes.texts[:12]:
        text.remove()
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_arrows_as_long_as_the_rise: [test_arrows_begin_at_the_point_and_have_one_length],
        with_half_of_the_arrows: [test_arrows_go_in_all_directions_evenly],
        turned_by_a_quarter: [
            test_coloured_arrows_are_the_gradient_and_its_opposite,
            test_a_disc_is_full_where_the_loss_rises_and_its_area_is_the_change,
            test_ground_has_straight_bands_across_the_gradient,
        ],
    },
    globals(),
)


def test_a_script_without_directions_has_no_compass():
    with pytest.raises(RecordingError, match="has no start, length, directions, rises"):
        compass(run("linear_regression.py"))
