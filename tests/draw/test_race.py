"""The ways of SGD and Adam in one frame, held against their formulas."""

import pytest
import torch
from draw.race import SHOWN, race
from draw.style import INK, PARAMETER, UPDATE
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/adam/beside_sgd.py"
START = torch.tensor([2.0, 1.0], dtype=torch.float64)
STEEPNESS = torch.tensor([1.0, 25.0], dtype=torch.float64)


@pytest.fixture(scope="module", name="script")
def beside_sgd():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return race(script)


def by_sgd():
    return START * (1 - 0.07 * STEEPNESS) ** torch.arange(SHOWN + 1)[:, None]


def by_adam():
    """As docs/optimizers/adam.md writes it."""
    place, m, v = START, torch.zeros(2).double(), torch.zeros(2).double()
    way = [place]
    for t in range(1, SHOWN + 1):
        slope = STEEPNESS * place
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        place = place - 0.1 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
        way.append(place)
    return torch.stack(way)


def test_ways_are_those_of_the_formulas_of_sgd_and_adam(script, drawn):
    found = dict(zip(legend(drawn), lines(drawn, UPDATE), strict=False))
    assert_close(found["SGD"], by_sgd())
    assert_close(found["Adam"], by_adam())


def legend(drawn):
    return [text.get_text() for text in drawn.figure.axes[0].get_legend().get_texts()]


def test_marks_stand_on_the_ways_and_shrink_from_early_to_late(script, drawn):
    (axes,) = drawn.figure.axes
    for marks, way in zip(axes.collections, lines(drawn, UPDATE), strict=True):
        assert_close(torch.as_tensor(marks.get_offsets().data), way)
        assert (torch.as_tensor(marks.get_sizes()).diff() < 0).all()


def test_square_and_cross_are_the_start_and_the_lowest_point(script, drawn):
    assert_close(lines(drawn, PARAMETER)[0], START[None])
    assert_close(lines(drawn, INK)[0], torch.zeros(1, 2).double())


def test_axes_have_one_scale_so_that_a_diagonal_is_seen_as_one(script, drawn):
    assert drawn.figure.axes[0].get_aspect() == 1


def test_edges_of_the_shades_are_lines_of_equal_loss(script, drawn):
    (axes,) = drawn.figure.axes
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    assert len(axes.patches) == 7
    for band in axes.patches:
        x, y = torch.as_tensor(band.get_path().vertices).T
        inside = (x > left + 1e-9) & (x < right - 1e-9) & (y > bottom + 1e-9) & (y < top - 1e-9)
        heights = 0.5 * (x**2 + 25 * y**2)[inside]
        # A chord between two of 50 heights each way lies above a parabola of curvature 25 by less
        # than 25 / 8 of the squared distance between them.
        assert heights.max() - heights.min() <= 25 / 8 * ((right - left) / 49) ** 2


def with_the_ways_exchanged(script):
    drawn = race(script)
    one, other = of_color(drawn, UPDATE)
    seen = one.get_data()
    one.set_data(*other.get_data())
    other.set_data(*seen)
    return drawn


def with_start_and_end_exchanged(script):
    drawn = race(script)
    (square,), (cross,) = of_color(drawn, PARAMETER), of_color(drawn, INK)
    square.set_data([0], [0])
    cross.set_data([2], [1])
    return drawn


def stretched(script):
    drawn = race(script)
    (axes,) = drawn.figure.axes
    axes.set_aspect("auto")
    for patch in axes.patches:
        patch.get_path().vertices = patch.get_path().vertices * [0.5, 1]
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_ways_exchanged: [
            test_ways_are_those_of_the_formulas_of_sgd_and_adam,
            test_marks_stand_on_the_ways_and_shrink_from_early_to_late,
        ],
        with_start_and_end_exchanged: [test_square_and_cross_are_the_start_and_the_lowest_point],
        stretched: [
            test_axes_have_one_scale_so_that_a_diagonal_is_seen_as_one,
            test_edges_of_the_shades_are_lines_of_equal_loss,
        ],
    },
    globals(),
)


def test_trainings_without_names_are_refused():
    with pytest.raises(RecordingError, match="has no dict `kinds`"):
        race(run("optimizers/learning_rate/two_axes.py"))
