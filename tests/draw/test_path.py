"""A path is the recorded one, over lines of equal loss, from its start to its end."""

from itertools import combinations, pairwise

import pytest
import torch
from draw.ground import ACROSS
from draw.path import path, predicted_path
from draw.style import GRID, INK, PARAMETER, UPDATE
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from helpers.series import parameters
from matplotlib.text import Annotation, Text
from torch import Tensor
from torch.testing import assert_close


# Along an axis the loss of each is convex, even the saddle's.
@pytest.fixture(
    scope="module",
    params=[
        "linear_regression.py",
        "custom_loss.py",  # with a kink at each sample
        "gradients/not_towards_the_minimum.py",
        "losses/landscape/bowl.py",
        "losses/landscape/saddle.py",
        "optimizers/learning_rate/above_the_limit_wrong.py",
        "optimizers/momentum/overshoots.py",
        "training_loop/never_zero_grad_wrong.py",  # round and round
    ],
)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return path(script)


def loss(script, points: Tensor) -> Tensor:
    """The run's loss at points, (point, 2)."""
    before = script.steps[0].before

    def at(point):
        return script.loss_of(
            **{n: v.reshape(before[n].shape) for n, v in zip(before, point, strict=True)}
        )

    return torch.func.vmap(at)(points)


def frame(drawn) -> Tensor:
    """The lowest and the highest corner of the axes, (2, 2)."""
    (axes,) = drawn.figure.axes
    return torch.tensor([axes.get_xlim(), axes.get_ylim()]).double().T


def named(drawn) -> dict[str, Tensor]:
    """The points that have names."""
    return {
        text.get_text(): torch.tensor([*map(float, text.xy)], dtype=torch.float64)
        for text in drawn.figure.axes[0].texts
        if isinstance(text, Annotation)
    }


def numbered(drawn) -> list[Text]:
    """The numbers on lines."""
    return [text for text in drawn.figure.axes[0].texts if not isinstance(text, Annotation)]


def test_points_of_the_path_are_the_recorded_parameters_in_order(script, drawn):
    (way,) = lines(drawn, PARAMETER)
    assert torch.equal(way, parameters(script))


def test_start_and_end_are_marked_where_the_run_began_and_ended(script, drawn):
    way, marks = parameters(script), named(drawn)
    assert torch.equal(marks["start"], way[0])
    assert torch.equal(marks["end"], way[-1])
    assert torch.equal(torch.cat(lines(drawn, INK)), torch.stack([*marks.values()]))


def test_path_that_predicts_nothing_has_no_circles_and_no_legend(script, drawn):
    assert lines(drawn, UPDATE) == []
    assert not drawn.figure.legends


def test_nothing_drawn_lies_lower_than_the_minimum(script, drawn):
    others = torch.cat([*lines(drawn, PARAMETER), *lines(drawn, GRID)])
    assert loss(script, named(drawn)["minimum"][None]) <= loss(script, others).min()


def test_whole_path_and_the_minimum_lie_within_the_frame(script, drawn):
    low, high = frame(drawn)
    shown = torch.cat([parameters(script), named(drawn)["minimum"][None]])
    assert ((low < shown) & (shown < high)).all()


def test_each_contour_lies_on_one_of_nine_level_sets(script, drawn):
    minimum = named(drawn)["minimum"][None]
    # Of what is convex along each axis, some corner is the highest point.
    highest = loss(script, torch.cartesian_prod(*frame(drawn).T)).max()
    above = torch.logspace(-3, -0.05, 9).double() * (highest - loss(script, minimum))
    levels = loss(script, minimum) + above

    grid = torch.diff(frame(drawn), dim=0)[0] / 159  # of 160 heights each way
    found = torch.stack([on(levels, script, line, grid) for line in lines(drawn, GRID)])
    assert (found.sum(dim=1) == 1).all()  # (contour, level)
    assert found.any(dim=0).all()


def on(levels: Tensor, script, points: Tensor, grid: Tensor) -> Tensor:
    """On which levels all these vertices can lie, (level,)."""
    height = loss(script, points)[:, None]
    digits = 1e-6 * levels.abs()  # the ratios of the levels are float32
    return (
        (height <= levels + digits)
        & (levels - digits <= height + chord_above(script, points, grid)[:, None])
    ).all(dim=0)


def slope(script, points: Tensor) -> Tensor:
    """The loss's gradient at points, (point, 2)."""
    return torch.func.vmap(torch.func.grad(lambda point: loss(script, point[None])[0]))(points)


def chord_above(script, points: Tensor, grid: Tensor) -> Tensor:
    """How far above the loss a vertex's level may be, as it is found between two points of a grid.

    It is where the chord between the two is as high as the level. The loss is convex along it: it
    lies above the tangents at the chord's ends, and those meet less than a quarter of the chord's
    length times the change of slope below it. (point,)
    """
    change = [
        slope(script, points + side) - slope(script, points - side) for side in torch.diag(grid)
    ]
    bounds = [by @ side / 4 for by, side in zip(change, torch.diag(grid), strict=True)]
    return torch.maximum(*bounds)  # along the one axis or the other


def test_each_contour_is_closed_or_ends_at_the_frame(script, drawn):
    ends = torch.stack([contour[[0, -1]] for contour in lines(drawn, GRID)])  # (contour, 2, axis)
    low, high = frame(drawn)
    from_the_frame = torch.minimum(ends - low, high - ends) / (high - low)
    at_the_frame = (from_the_frame.abs() < 1e-6).any(2).all(1)  # which is known in float32
    closed = (ends[:, 0] == ends[:, 1]).all(1)
    assert (closed | at_the_frame).all()


def test_a_number_on_a_line_is_the_loss_there(script, drawn):
    numbers = numbered(drawn)
    assert len(numbers) >= 3
    places = torch.tensor([text.get_position() for text in numbers], dtype=torch.float64)
    told = torch.tensor([float(text.get_text().replace("−", "-")) for text in numbers]).double()
    there = loss(script, places)
    # Half of the second digit is at most a twentieth; between its points a line is straight.
    assert ((told - there).abs() <= 0.05 * there.abs() + 0.01 * there.max()).all()


def test_no_number_stands_on_the_way_or_on_another(script, drawn):
    size = 72 * torch.tensor(drawn.figure.get_size_inches()) / torch.diff(frame(drawn), dim=0)[0]
    if drawn.figure.axes[0].get_aspect() == 1:
        size = size.min().expand(2)
    places = torch.tensor([text.get_position() for text in numbered(drawn)]).double() * size
    way = parameters(script) * size
    assert torch.cdist(places, way).min() > 15
    assert torch.pdist(places).min() > 15
    drawn.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in numbered(drawn)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_ground_is_shaded_above_the_upper_six_levels(script, drawn):
    bands = drawn.figure.axes[0].patches
    assert len(bands) == 6
    grid = torch.diff(frame(drawn), dim=0)[0] / 53  # of every third of 160 heights each way
    low, high = frame(drawn)
    highest = loss(script, torch.cartesian_prod(*frame(drawn).T)).max()
    lowest = loss(script, named(drawn)["minimum"][None])
    levels = lowest + torch.logspace(-3, -0.05, 9).double() * (highest - lowest)
    digits = 1e-6 * levels.abs()  # the ratios of the levels are float32
    no_eye = torch.diff(frame(drawn), dim=0)[0] / ACROSS / 9  # by which an outline may be off
    for band, level, digit in zip(bands, levels[3:], digits[3:], strict=True):
        rings = [torch.tensor(ring) for ring in band.get_path().to_polygons()]
        points = torch.cat([along(ring) for ring in rings])
        at_the_frame = ((points - low).abs() < 1e-6) | ((points - high).abs() < 1e-6)
        edge = points[~at_the_frame.any(dim=1)]
        assert len(edge)
        height = loss(script, edge)
        unseen = digit + slope(script, edge).abs() @ no_eye
        # The loss is convex: on the way from one place of a level to another it is no higher.
        assert (height <= level + unseen).all()
        assert (level - unseen <= height + chord_above(script, edge, grid)).all()
    shown = torch.cat([torch.as_tensor(band.get_path().vertices) for band in bands])
    assert_close(torch.stack([shown.min(0).values, shown.max(0).values]), frame(drawn))


def along(ring: Tensor) -> Tensor:
    """Some points on each edge of a ring, (point, 2)."""
    shares = torch.linspace(0, 1, 5, dtype=ring.dtype)[:, None, None]
    return torch.lerp(ring[:-1], ring[1:], shares).flatten(0, 1)


def backwards_and_halved(script):
    drawn = path(script)
    (way,) = of_color(drawn, PARAMETER)
    points = way.get_xydata()[::-1]
    way.set_data(points[: len(points) // 2].T)
    return drawn


def with_its_ends_swapped(script):
    drawn = path(script)
    for text in drawn.figure.axes[0].texts:
        text.set_text({"start": "end", "end": "start"}.get(text.get_text(), text.get_text()))
    return drawn


def with_the_minimum_at_the_end(script):
    drawn = path(script)
    (word,) = [text for text in drawn.figure.axes[0].texts if text.get_text() == "minimum"]
    word.xy = named(drawn)["end"]
    return drawn


def with_the_number_of_another_line(script):
    drawn = path(script)
    numbers = numbered(drawn)
    for text, other in pairwise([text.get_text() for text in numbers]):
        next(t for t in numbers if t.get_text() == text).set_text(other)
    return drawn


def with_its_numbers_on_the_way(script):
    drawn = path(script)
    for text, place in zip(numbered(drawn), parameters(script), strict=False):
        text.set_position(place.tolist())
    return drawn


def with_half_a_frame(script):
    drawn = path(script)
    (axes,) = drawn.figure.axes
    axes.set_xlim(axes.get_xlim()[0], sum(axes.get_xlim()) / 2)
    return drawn


def with_one_contour(script):
    drawn = path(script)
    for line in of_color(drawn, GRID)[1:]:
        line.remove()
    return drawn


def with_contours_a_twentieth_wider(script):
    drawn = path(script)
    minimum = named(drawn)["minimum"].numpy()[:, None]
    for line in of_color(drawn, GRID):
        line.set_data(minimum + 1.05 * (line.get_xydata().T - minimum))
    return drawn


def without_a_ground(script):
    drawn = path(script)
    for patch in list(drawn.figure.axes[0].patches)[1:]:
        patch.remove()
    return drawn


def with_contours_half_drawn(script):
    drawn = path(script)
    for line in of_color(drawn, GRID):
        points = line.get_xydata()
        line.set_data(points[: len(points) // 2].T)
    return drawn


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        backwards_and_halved: [test_points_of_the_path_are_the_recorded_parameters_in_order],
        with_its_ends_swapped: [test_start_and_end_are_marked_where_the_run_began_and_ended],
        with_the_minimum_at_the_end: [test_nothing_drawn_lies_lower_than_the_minimum],
        predicted_path: [test_path_that_predicts_nothing_has_no_circles_and_no_legend],
        with_the_number_of_another_line: [test_a_number_on_a_line_is_the_loss_there],
        with_its_numbers_on_the_way: [test_no_number_stands_on_the_way_or_on_another],
        with_half_a_frame: [test_whole_path_and_the_minimum_lie_within_the_frame],
        with_one_contour: [test_each_contour_lies_on_one_of_nine_level_sets],
        with_contours_a_twentieth_wider: [test_each_contour_lies_on_one_of_nine_level_sets],
        without_a_ground: [test_ground_is_shaded_above_the_upper_six_levels],
        with_contours_half_drawn: [test_each_contour_is_closed_or_ends_at_the_frame],
    },
    globals(),
)
