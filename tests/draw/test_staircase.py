"""Accuracy over a bias, by counting; and the loss, by its formula."""

import pytest
import torch
from draw.staircase import staircase
from draw.style import LOSS
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError

NAME = "losses/accuracy/sits_still_then_jumps.py"


@pytest.fixture(scope="module", name="script")
def four_samples():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return staircase(script)


def printed(script):
    """What the script printed of each bias: (row, [bias, accuracy, loss])."""
    rows = [line.split() for line in script.output.splitlines()]
    assert len(rows) == 7
    return torch.tensor([[float(row[1]), float(row[3]), float(row[5])] for row in rows])


def steps(drawn):
    (stairs,) = drawn.figure.axes[0].patches
    data = stairs.get_data()
    return torch.as_tensor(data.values), torch.as_tensor(data.edges)


def test_accuracy_at_each_printed_bias_is_that_of_its_step(script, drawn):
    values, edges = steps(drawn)
    for bias, accuracy, _ in printed(script).double():
        at = int(torch.searchsorted(edges, bias)) - 1
        assert values[at] == accuracy


def test_a_step_ends_where_a_sample_changes_its_answer(script, drawn):
    _, edges = steps(drawn)
    assert edges[1:-1].tolist() == sorted((-script.globals["x"]).tolist())


def test_loss_at_each_printed_bias_is_that_of_the_curve(script, drawn):
    curve = lines(drawn, LOSS)[0]
    for bias, _, loss in printed(script).double():
        near = (curve[:, 0] - bias).abs().argmin()
        # The slope is below 1, and the next point of the curve is no further than half a gap.
        gap = (curve[1, 0] - curve[0, 0]).item()
        assert abs(curve[near, 1] - loss) < gap / 2 + 0.0005


def of_stairs_turned_over(script):
    drawn = staircase(script)
    (stairs,) = drawn.figure.axes[0].patches
    stairs.set_data(1 - stairs.get_data().values)
    return drawn


def of_stairs_moved(script):
    drawn = staircase(script)
    (stairs,) = drawn.figure.axes[0].patches
    stairs.set_data(edges=stairs.get_data().edges + 0.3)
    return drawn


def of_the_loss_halved(script):
    drawn = staircase(script)
    curve = of_color(drawn, LOSS)[0]
    curve.set_ydata(curve.get_ydata() / 2)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_stairs_turned_over: [test_accuracy_at_each_printed_bias_is_that_of_its_step],
        of_stairs_moved: [test_a_step_ends_where_a_sample_changes_its_answer],
        of_the_loss_halved: [test_loss_at_each_printed_bias_is_that_of_the_curve],
    },
    globals(),
)


def test_a_script_whose_model_is_another_has_no_staircase(tmp_path):
    with pytest.raises(RecordingError, match="is not that of x \\+ bias"):
        staircase(twin(NAME, tmp_path, ("y_pred = x + bias", "y_pred = 2 * x + bias")))
    with pytest.raises(RecordingError, match="has no x, y, loss_fn and bias"):
        staircase(run("linear_regression.py"))
