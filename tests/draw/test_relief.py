"""The surface around a saddle, held against the formula of its loss."""

import pytest
import torch
from draw.relief import BACK, COLUMNS, ROWS, SIDES, UP, relief
from draw.style import GRID, INK, PARAMETER, UPDATE
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from helpers.series import parameters
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/landscape/saddle.py"


@pytest.fixture(scope="module", name="script")
def saddle():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return relief(script)


def loss(along, uphill):
    """Of two weights along the axes of the saddle: their product is half of along² - uphill²."""
    return ((along**2 - uphill**2) / 2 - 2) ** 2


def way(script):
    """Along the downhill axis to the end, and along the uphill one to the start."""
    first, second = parameters(script).T
    return (first + second) / 2**0.5, (second - first) / 2**0.5


def height_of_1(script, drawn):
    """How high a loss of 1 stands in the picture: by the highest of all places of the surface."""
    reach = 1.12 * way(script)[0].abs().max()
    along = torch.linspace(-1, 1, COLUMNS).double() * reach
    uphill = torch.linspace(1, -1, ROWS).double() * reach * SIDES
    return reach, UP / loss(along, uphill[:, None]).max()


def test_each_row_is_a_cut_through_the_surface_one_behind_the_other(script, drawn):
    rows = lines(drawn, GRID)
    assert len(rows) == ROWS
    reach, of_1 = height_of_1(script, drawn)
    for row, deep in zip(rows, torch.linspace(1, -1, ROWS).double(), strict=True):
        assert_close(row[:, 0], torch.linspace(-1, 1, COLUMNS).double())
        heights = loss(row[:, 0] * reach, deep * reach * SIDES)
        assert_close(row[:, 1], BACK * deep + of_1 * heights)


def test_a_row_hides_what_lies_behind_it(script, drawn):
    rows = of_color(drawn, GRID)
    orders = [row.get_zorder() for row in rows]
    fills = [patch.get_zorder() for patch in drawn.figure.axes[0].patches]
    assert orders == fills == sorted(orders)
    assert len(set(orders)) == ROWS


def test_way_lies_on_the_surface_from_the_back_to_the_right(script, drawn):
    (found,) = lines(drawn, UPDATE)
    reach, of_1 = height_of_1(script, drawn)
    along, uphill = way(script)
    assert_close(found[:, 0], along / reach, rtol=1e-5, atol=1e-6)
    deep = uphill / (reach * SIDES)
    assert_close(found[:, 1], BACK * deep + of_1 * loss(along, uphill), rtol=1e-5, atol=1e-6)
    assert uphill[0] > 0
    assert along[-1] > 0


def test_marks_are_the_start_the_end_and_the_saddle(script, drawn):
    (found,) = lines(drawn, UPDATE)
    assert_close(torch.cat(lines(drawn, PARAMETER)), found[[0, -1]])
    _, of_1 = height_of_1(script, drawn)
    assert_close(lines(drawn, INK)[0], torch.stack([0 * of_1, 4 * of_1])[None])


def mirrored(script):
    drawn = relief(script)
    for color in (GRID, UPDATE):
        for line in of_color(drawn, color):
            line.set_ydata(-line.get_ydata())
            line.set_zorder(0)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        mirrored: [
            test_each_row_is_a_cut_through_the_surface_one_behind_the_other,
            test_a_row_hides_what_lies_behind_it,
            test_way_lies_on_the_surface_from_the_back_to_the_right,
            test_marks_are_the_start_the_end_and_the_saddle,
        ],
    },
    globals(),
)


def test_a_bowl_has_no_relief_of_a_saddle():
    with pytest.raises(RecordingError, match="has no saddle"):
        relief(run("losses/landscape/bowl.py"))
