"""What docs/labs/three_witnesses.py says of its own numbers."""

import math
from runpy import run_path

import matplotlib.pyplot as plt
import pytest
import torch
from runs import ROOT, SNIPPETS
from torch import nn
from torch.testing import assert_close
from world import unchanged_world

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)


@pytest.fixture(scope="module")
def lab():
    """The lab's names, after its cells ran as a script beside the snippets."""
    with unchanged_world(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(SNIPPETS)
        patch.setattr(plt, "show", lambda: plt.close("all"))
        return run_path(str(ROOT / "docs/labs/three_witnesses.py"))


def test_the_gradient_that_the_script_left_is_a_step_old(lab):
    left = run_path(str(SNIPPETS / "linear_regression.py"))["model"].weight.grad.item()
    assert abs(left - lab["autograd"][0]) > 1e-3


def test_autograd_agrees_with_the_pencil_as_far_as_float32_goes(lab):
    assert_close(lab["autograd"], lab["by_hand"], rtol=1e-6, atol=0)


def test_autograd_in_float64_agrees_with_the_pencil_to_the_last_digits(lab):
    here = [lab[name].clone().requires_grad_() for name in ("w", "b")]
    found = torch.autograd.grad(lab["loss_at"](*here), here)
    assert_close([g.item() for g in found], list(lab["by_hand"]), rtol=1e-13, atol=0)


def test_the_central_difference_agrees_with_the_pencil(lab):
    assert_close(lab["by_difference"], lab["by_hand"], rtol=0, atol=1e-11)


def test_float64_agrees_better_than_float32(lab):
    off = [abs(lab[name][0] - lab["by_hand"][0]) for name in ("by_difference", "autograd")]
    assert off[0] < off[1] / 100


@pytest.mark.parametrize(
    ("dtype", "step"),
    [
        (torch.float32, 1.0),
        (torch.float32, 1e-2),
        (torch.float64, 1.0),
        (torch.float64, 1e-3),
        (torch.float64, 1e-6),
    ],
    ids=str,
)
def test_too_long_a_forward_step_is_off_by_h_times_the_mean_square(lab, dtype, step):
    error = lab["forward_errors"][dtype][lab["steps"].index(step)]
    assert_close(error, step * lab["mean_square"], rtol=5e-3, atol=0)


@DTYPES
def test_too_short_a_forward_step_is_worse_than_the_best(lab, dtype):
    errors = lab["forward_errors"][dtype]
    best = errors.index(min(errors))
    assert errors[best + 3] > 30 * errors[best]


@DTYPES
@pytest.mark.parametrize("errors", ["forward_errors", "central_errors"])
def test_the_shortest_step_is_lost_and_the_error_is_the_gradient(lab, dtype, errors):
    assert_close(lab[errors][dtype][-1], abs(lab["by_hand"][0]), rtol=0, atol=0)


def predicted_step(lab, dtype) -> float:
    """Where the lab says that the forward difference's error is least."""
    eps = torch.finfo(dtype).eps
    return math.sqrt(eps * lab["loss"].item() / lab["mean_square"])


@DTYPES
def test_the_best_forward_step_is_predicted_within_a_power_of_ten(lab, dtype):
    errors = lab["forward_errors"][dtype]
    best = lab["steps"][errors.index(min(errors))]
    assert 0.1 < best / predicted_step(lab, dtype) < 10


@DTYPES
def test_the_best_forward_step_keeps_about_half_of_the_digits(lab, dtype):
    # Where the two arms cross, as at a single step the rounding can be lucky: how much an error
    # grows with the step on the right, and with its inverse on the left.
    steps, errors = lab["steps"], lab["forward_errors"][dtype]
    off = [abs(math.log(step / predicted_step(lab, dtype))) for step in steps]
    best = off.index(min(off))
    longer, shorter = best - 1, best + 1
    error = math.sqrt(errors[longer] / steps[longer] * errors[shorter] * steps[shorter])
    kept = math.log(error / abs(lab["by_hand"][0]))
    assert 0.45 < kept / math.log(torch.finfo(dtype).eps) < 0.55


@DTYPES
def test_no_step_is_too_long_for_the_central_difference_on_a_parabola(lab, dtype):
    assert lab["central_errors"][dtype][0] < 2 * torch.finfo(dtype).eps


def test_gradcheck_asks_for_float64(lab):
    here = [lab[name].float().requires_grad_() for name in ("w", "b")]
    with pytest.warns(UserWarning, match="double precision"):
        torch.autograd.gradcheck(lab["loss_at"], here, raise_exception=False)


@pytest.fixture
def huber_error(lab, monkeypatch):
    """The error of a central step on a Huber loss, against autograd in float64."""
    monkeypatch.setitem(lab["loss_at"].__globals__, "loss_fn", nn.HuberLoss(delta=0.1))
    w = lab["w"].clone().requires_grad_()
    (exact,) = torch.autograd.grad(lab["loss_at"](w, lab["b"]), w)
    return lambda h: abs(lab["central"](h, lab["w"], lab["b"]) - exact).item()


def test_a_long_step_is_too_long_where_the_loss_is_no_parabola(huber_error):
    assert huber_error(1.0) > 1e-2


def test_a_shorter_step_is_not(huber_error):
    assert huber_error(1e-5) < 1e-6
