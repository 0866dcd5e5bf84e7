"""Two losses over the epochs: one of what is trained on, one of samples that no step has seen."""

import pytest
import torch
from draw.held_out import held_out
from draw.style import LOSS, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from helpers.series import losses
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "training_loop/when_to_stop/held_out.py"


@pytest.fixture(scope="module", name="script")
def held_out_script():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return held_out(script)


def test_full_curve_is_the_recorded_losses_in_order(script, drawn):
    curve = lines(drawn, LOSS)[0]
    assert_close(curve[:, 0], torch.arange(len(script.steps)).double())
    assert_close(curve[:, 1], losses(script), rtol=0, atol=0)


def test_broken_curve_is_what_the_script_printed_as_held_out(script, drawn):
    curve = lines(drawn, LOSS)[1]
    rows = [line.split() for line in script.output.splitlines() if line.startswith("epoch")]
    assert len(rows) == 11
    for _, epoch, *_, printed in rows:
        assert f"{curve[int(epoch), 1].item():.3f}" == printed


def test_square_marks_the_epoch_whose_model_the_script_keeps(script, drawn):
    (square,) = lines(drawn, PARAMETER)
    best = [script.globals["best_epoch"], script.globals["best_loss"]]
    assert_close(square, torch.tensor([best], dtype=torch.float64), rtol=0, atol=0)


def of_the_curves_exchanged(script):
    drawn = held_out(script)
    full, broken = of_color(drawn, LOSS)
    seen = full.get_ydata()
    full.set_ydata(broken.get_ydata())
    broken.set_ydata(seen)
    return drawn


def of_the_last_model_marked(script):
    drawn = held_out(script)
    (square,) = of_color(drawn, PARAMETER)
    _, broken = of_color(drawn, LOSS)
    square.set_data(broken.get_xdata()[-1:], broken.get_ydata()[-1:])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_the_curves_exchanged: [
            test_full_curve_is_the_recorded_losses_in_order,
            test_broken_curve_is_what_the_script_printed_as_held_out,
        ],
        of_the_last_model_marked: [test_square_marks_the_epoch_whose_model_the_script_keeps],
    },
    globals(),
)


def test_a_script_that_holds_nothing_out_is_refused():
    with pytest.raises(RecordingError, match=r"gives `held_out` a value in 0 epochs"):
        held_out(run("linear_regression.py"))
