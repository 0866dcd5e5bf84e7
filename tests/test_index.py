"""What docs/index.md claims."""

import pytest
import torch
from helpers.runs import SNIPPETS, run, twin
from helpers.series import parameters
from helpers.statements import line_of
from torch import nn, optim
from torch.testing import assert_close

NAME = "linear_regression.py"
FORWARD, LOSS, CLEAR, BACKWARD, STEP = (
    line_of((SNIPPETS / NAME).read_text("utf-8"), begin)
    for begin in ("y_pred =", "loss =", "optimizer.zero_grad", "loss.backward", "optimizer.step")
)


def test_the_optimizer_holds_the_model_s_own_parameters():
    names = run(NAME).globals
    held = names["optimizer"].param_groups[0]["params"]
    assert all(a is b for a, b in zip(held, names["model"].parameters(), strict=True))


@pytest.mark.parametrize("number", [FORWARD, LOSS, CLEAR, BACKWARD], ids=str)
def test_no_line_before_the_step_moves_a_parameter(number):
    step, values = run(NAME).steps[0], run(NAME).lines.after(0, number)
    assert all(values[name].equal(before) for name, before in step.before.items())


def test_gradient_is_none_before_the_first_backward_and_a_number_after_the_step():
    values = run(NAME).lines
    assert values.start["model.weight.grad"] is None
    read, left = (values.after(0, number)["model.weight.grad"] for number in (BACKWARD, STEP))
    assert read.equal(left)
    assert read != 0


def test_the_step_is_lr_times_the_gradient():
    step = run(NAME).steps[0]
    before, after = step.before["model.weight"].double(), step.after["model.weight"].double()
    moved = before - 0.01 * step.grad["model.weight"].double()
    # A processor rounds once or twice: the product, then the difference, each by half a digit.
    off = torch.finfo(torch.float32).eps * before.abs().item()
    torch.testing.assert_close(after, moved, rtol=0, atol=off)


def test_an_optimizer_that_holds_copies_moves_no_parameter_of_the_model(tmp_path):
    copied = ("model.parameters(),", "[p.detach().clone() for p in model.parameters()],")
    way = parameters(twin(NAME, tmp_path, copied))
    assert len(way) > 1
    assert way.eq(way[0]).all()


def test_the_last_loss_is_the_one_that_the_last_step_started_from():
    script = run("linear_regression.py")
    last = script.steps[-1]
    # float32 gives a mean of 100 squares to a few parts in 10 million.
    assert_close(script.loss_of(**last.before).item(), last.loss, rtol=1e-6, atol=0)
    assert script.loss_of(**last.after).item() < 0.98 * last.loss  # that step takes off 3 %


def test_each_of_100_steps_is_shorter_than_the_one_before():
    lengths = parameters(run("linear_regression.py")).diff(dim=0).norm(dim=1)
    assert len(lengths) == 100
    # Each shrinks by over 1 %, and rounding changes one of over 0.003 by less than 1e-6.
    assert (lengths.diff() < 0).all()


def test_lbfgs_cannot_step_without_a_function_that_computes_the_loss():
    model = nn.Linear(1, 1)
    with pytest.raises(TypeError, match="closure"):
        optim.LBFGS(model.parameters()).step()
