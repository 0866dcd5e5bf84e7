"""The plane of learning rate and momentum, held against the script's steps to arrive."""

import numpy as np
import pytest
import torch
from draw.plane import MOST, plane
from draw.style import INK
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/learning_rate/with_momentum.py"


@pytest.fixture(scope="module", name="script")
def trainings():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return plane(script)


def shades(drawn):
    """For each shade the middles of its cells, (cell, 2)."""
    (axes,) = drawn.figure.axes
    return [
        torch.tensor(patch.get_path().vertices.reshape(-1, 5, 2)[:, :4].mean(axis=1))
        for patch in axes.patches
    ]


def test_each_cell_lies_in_the_shade_of_its_steps_and_no_cell_where_none_arrives(script, drawn):
    rates, momenta, steps = (script.globals[name] for name in ("rates", "momenta", "steps"))
    found = torch.full_like(steps, torch.inf)
    for number, middles in enumerate(shades(drawn)):
        columns = (middles[:, :1] - rates).abs().argmin(dim=1)
        rows = (middles[:, 1:] - momenta).abs().argmin(dim=1)
        assert_close(torch.stack([rates[columns], momenta[rows]], dim=1), middles)
        found[rows, columns] = number
    expected = torch.bucketize(steps, torch.tensor(MOST).float()).float()
    assert torch.equal(found, expected.masked_fill(steps.isinf(), torch.inf))


def test_sooner_is_darker(script, drawn):
    (axes,) = drawn.figure.axes
    dark = [patch.get_alpha() for patch in axes.patches]
    assert np.all(np.diff(dark) < 0)
    assert len(dark) == len(MOST) + 1


def test_broken_line_is_the_limit_with_momentum(script, drawn):
    limit, _ = lines(drawn, INK)
    assert_close(limit[:, 0], 2 * (1 + limit[:, 1]) / 20)


def test_cross_stands_at_the_pair_that_arrives_soonest(script, drawn):
    _, cross = lines(drawn, INK)
    row, column = (script.globals["steps"] == script.globals["steps"].min()).nonzero()[0]
    rates, momenta = script.globals["rates"], script.globals["momenta"]
    assert_close(cross[0], torch.stack([rates[column], momenta[row]]))


def upside_down(script):
    drawn = plane(script)
    (axes,) = drawn.figure.axes
    for patch in axes.patches:
        patch.get_path().vertices = patch.get_path().vertices * [1, -1] + [0, 0.95]
    return drawn


def with_shades_reversed(script):
    drawn = plane(script)
    (axes,) = drawn.figure.axes
    for patch in axes.patches:
        patch.set_alpha(1 - patch.get_alpha())
    return drawn


def of_plain_sgd_and_the_last_pair(script):
    drawn = plane(script)
    limit, cross = of_color(drawn, INK)
    limit.set_xdata(np.full_like(limit.get_xdata(), 0.1))
    cross.set_data([0.2], [0.95])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        upside_down: [test_each_cell_lies_in_the_shade_of_its_steps_and_no_cell_where_none_arrives],
        with_shades_reversed: [test_sooner_is_darker],
        of_plain_sgd_and_the_last_pair: [
            test_broken_line_is_the_limit_with_momentum,
            test_cross_stands_at_the_pair_that_arrives_soonest,
        ],
    },
    globals(),
)


def test_a_script_that_trains_once_has_no_plane():
    with pytest.raises(RecordingError, match="has no rates, momenta, steps, curvature"):
        plane(run("linear_regression.py"))
