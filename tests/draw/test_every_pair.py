"""The table of errors of a column against a row, held against the script's own model."""

import math

import pytest
import torch
from draw.every_pair import SHOWN, every_pair
from helpers.marks import falsified_tests
from helpers.runs import run
from record.errors import RecordingError

NAME = "losses/reduction/row_against_column_wrong.py"


@pytest.fixture(scope="module", name="script")
def row_against_column():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return every_pair(script)


def expected(script):
    """Errors of the first samples as the script's own model predicts them, by row and column."""
    x, y = (script.globals[name][:SHOWN] for name in ("x", "y"))
    y_pred = script.globals["model"](x).detach().flatten()
    return torch.tensor([[float(p - t) for t in y] for p in y_pred])


def written(drawn):
    """The numbers in the table and beside it, by the row and the column that they stand in."""
    (axes,) = drawn.figure.axes
    places = {
        (math.floor(text.get_position()[1]), math.floor(text.get_position()[0])): text
        for text in axes.texts
        if text.get_text()[0] in "+−"
    }
    return {place: float(text.get_text().replace("−", "-")) for place, text in places.items()}


def patches(drawn, filled):
    """The shades of the cells, or the frames, by row and column."""
    (axes,) = drawn.figure.axes
    return {
        (math.floor(patch.get_y()), math.floor(patch.get_x())): patch
        for patch in axes.patches
        if patch.get_fill() == filled
    }


def test_each_cell_is_the_prediction_of_its_row_less_the_target_of_its_column(script, drawn):
    numbers, errors = written(drawn), expected(script)
    for row in range(SHOWN):
        for column in range(SHOWN):
            # The run's is of float32, the drawing's of float64, and both are rounded.
            assert abs(numbers[row, column] - errors[row, column]) < 0.006


def test_targets_stand_above_their_columns_and_predictions_before_their_rows(script, drawn):
    numbers, errors = written(drawn), expected(script)
    y = script.globals["y"][:SHOWN]
    for n in range(SHOWN):
        assert abs(numbers[-1, n] - y[n]) < 0.006
        assert abs(numbers[n, -1] - (errors[n] + y)[0]) < 0.006


def test_frames_stand_where_prediction_and_target_are_of_one_sample(script, drawn):
    assert set(patches(drawn, filled=False)) == {(n, n) for n in range(SHOWN)}


def test_a_cell_is_the_darker_the_larger_its_error(script, drawn):
    shades, errors = patches(drawn, filled=True), expected(script).abs()
    dark = torch.tensor([[shades[r, c].get_alpha() for c in range(SHOWN)] for r in range(SHOWN)])
    torch.testing.assert_close(dark / dark.max(), errors / errors.max(), rtol=0, atol=1e-3)


def turned(script):
    drawn = every_pair(script)
    (axes,) = drawn.figure.axes
    for text in axes.texts:
        across, down = text.get_position()
        text.set_position((down, across))
    return drawn


def with_frames_in_the_first_row(script):
    drawn = every_pair(script)
    for frame in patches(drawn, filled=False).values():
        frame.set_y(0.04)
    return drawn


def with_all_cells_alike(script):
    drawn = every_pair(script)
    for cell in patches(drawn, filled=True).values():
        cell.set_alpha(0.5)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        turned: [
            test_each_cell_is_the_prediction_of_its_row_less_the_target_of_its_column,
            test_targets_stand_above_their_columns_and_predictions_before_their_rows,
        ],
        with_frames_in_the_first_row: [
            test_frames_stand_where_prediction_and_target_are_of_one_sample
        ],
        with_all_cells_alike: [test_a_cell_is_the_darker_the_larger_its_error],
    },
    globals(),
)


def test_a_script_that_compares_sample_by_sample_has_no_table_of_pairs():
    with pytest.raises(RecordingError, match="has no row `y`"):
        every_pair(run("losses/reduction/column_against_column.py"))
