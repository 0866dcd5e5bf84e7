"""What docs/index.md claims."""

import pytest
import torch
from helpers.runs import run, twin
from helpers.series import parameters
from torch import nn, optim
from torch.testing import assert_close

NAME = "index/the_same_object.py"


def test_the_optimizer_holds_the_model_s_own_parameter():
    names = run(NAME).globals
    assert names["optimizer"].param_groups[0]["params"][0] is names["model"].weight


def test_a_gradient_is_one_object_seen_from_model_and_optimizer():
    names = run(NAME).globals
    assert names["held"].grad is names["model"].weight.grad


def test_neither_the_loss_nor_backward_moves_the_weight():
    step = run(NAME).steps[0]
    printed = run(NAME).output.splitlines()
    start = f"weight {step.before['model.weight'].item():.4f}"
    assert [start in line for line in printed] == [False, True, True, False]


def test_the_step_is_lr_times_the_gradient():
    step = run(NAME).steps[0]
    before, after = step.before["model.weight"].double(), step.after["model.weight"].double()
    moved = before - 0.01 * step.grad["model.weight"].double()
    # A processor rounds once or twice: the product, then the difference, each by half a digit.
    off = torch.finfo(torch.float32).eps * before.abs().item()
    torch.testing.assert_close(after, moved, rtol=0, atol=off)


def test_an_optimizer_that_holds_copies_moves_no_parameter_of_the_model(tmp_path):
    copied = ("model.parameters(),", "[p.detach().clone() for p in model.parameters()],")
    broken = twin(NAME, tmp_path, copied)
    names = broken.globals
    assert names["held"] is not names["model"].weight
    step = broken.steps[0]
    assert all(a.equal(b) for a, b in zip(step.before.values(), step.after.values(), strict=True))


def test_gradient_is_none_before_the_first_backward():
    assert run(NAME).output.splitlines()[1].endswith("gradient None")


def test_the_last_loss_is_the_one_that_the_last_step_started_from():
    script = run("linear_regression.py")
    last = script.steps[-1]
    # float32 gives a mean of 100 squares to a few parts in 10 million.
    assert_close(script.loss_of(**last.before).item(), last.loss, rtol=1e-6, atol=0)
    assert script.loss_of(**last.after).item() < 0.98 * last.loss


def test_each_of_100_steps_is_shorter_than_the_one_before():
    lengths = parameters(run("linear_regression.py")).diff(dim=0).norm(dim=1)
    assert len(lengths) == 100
    # Each shrinks by over 1 %, and rounding changes one of over 0.003 by less than 1e-6.
    assert (lengths.diff() < 0).all()


def test_lbfgs_cannot_step_without_a_function_that_computes_the_loss():
    model = nn.Linear(1, 1)
    with pytest.raises(TypeError, match="closure"):
        optim.LBFGS(model.parameters()).step()
