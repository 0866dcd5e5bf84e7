"""What docs/gradients/leaves.md claims."""

import pytest
import torch
from helpers.runs import SNIPPETS, run, twin
from torch import nn, optim
from torch.testing import assert_close

WHO = "gradients/leaves/who_is_a_leaf.py"
KEEP = "gradients/leaves/only_leaves_keep_gradients.py"
BY_HAND = "gradients/leaves/update_by_hand.py"
NEW_TENSOR = "gradients/leaves/update_makes_a_new_tensor_wrong.py"
REWRAPPED = "gradients/leaves/rewrapped_loss_wrong.py"
CUT_OFF = "gradients/leaves/requires_grad_on_a_cut_loss_wrong.py"


@pytest.mark.parametrize("name", ["x", "w", "model.weight", "w.detach()"])
def test_what_no_recorded_operation_made_is_a_leaf(name):
    tensor = run(WHO).globals["tensors"][name]
    assert tensor.is_leaf
    assert tensor.grad_fn is None


@pytest.mark.parametrize("name", ["w * x", "scaled"])
def test_what_a_recorded_operation_made_is_no_leaf(name):
    tensor = run(WHO).globals["tensors"][name]
    assert not tensor.is_leaf
    assert tensor.grad_fn is not None


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "no_grad"])
def test_what_was_computed_from_a_parameter_is_a_leaf_where_nothing_is_recorded(recorded):
    parameter = nn.Parameter(torch.ones(2))
    with torch.set_grad_enabled(recorded):
        assert (2 * parameter).is_leaf is not recorded


def test_optimizer_refuses_a_start_scaled_after_it_requires_grad():
    with pytest.raises(ValueError, match="can't optimize a non-leaf Tensor"):
        optim.SGD([run(WHO).globals["scaled"]], lr=0.1)


def test_optimizer_takes_a_start_scaled_before_it_requires_grad():
    w = (0.1 * torch.ones(2)).requires_grad_()
    assert optim.SGD([w], lr=0.1).param_groups[0]["params"][0] is w


def test_gradients_pass_through_what_does_not_keep_them():
    script = run(KEEP).globals
    assert [g.item() for g in script["passing"]] == [2 * script["error"].item()]
    assert not script["y_pred"].retains_grad


def test_a_tensor_told_to_retain_grad_keeps_its_gradient():
    script = run(KEEP).globals
    assert script["error"].grad.item() == 2 * script["error"].item()


def test_a_tensor_not_told_to_retain_grad_keeps_none(tmp_path):
    untold = twin(
        KEEP, tmp_path, ("error.retain_grad()\n", "\n"), ("error.grad.item()", "error.retains_grad")
    )
    with pytest.warns(UserWarning, match="not a leaf Tensor"):
        assert untold.globals["error"].grad is None


def test_update_in_place_follows_the_rule_at_every_step():
    weights = [float(line.split()[3]) for line in run(BY_HAND).output.splitlines()]
    expected = [3 - 2 * 0.8 ** (step + 1) for step in range(3)]  # each step keeps 1 - 0.1 · 2
    assert_close(weights, expected, atol=6e-4, rtol=0)  # half the last printed digit, and float32


def test_update_in_place_keeps_the_leaf():
    assert run(BY_HAND).globals["w"].is_leaf


def test_update_in_place_agrees_with_plain_sgd():
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([w], lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        ((w - 3) ** 2).backward()
        optimizer.step()
    assert_close(run(BY_HAND).globals["w"], w)


def test_update_in_place_without_no_grad_raises():
    source = (SNIPPETS / BY_HAND).read_text("utf-8")
    with pytest.raises(RuntimeError) as raised:
        exec(source.replace("with torch.no_grad():", "if True:"), {})
    assert str(raised.value) == (
        "a leaf Variable that requires grad is being used in an in-place operation."
    )


def test_a_new_tensor_is_no_leaf_and_keeps_no_gradient():
    script = run(NEW_TENSOR).globals
    assert not script["w"].is_leaf
    assert not script["w"].retains_grad


def test_the_second_update_of_a_new_tensor_raises():
    assert run(NEW_TENSOR).output.splitlines()[-1] == (
        "unsupported operand type(s) for *: 'float' and 'NoneType'"
    )


def test_torch_warns_of_reading_grad_of_a_tensor_that_is_no_leaf():
    assert run(NEW_TENSOR).output.splitlines()[-2] == (
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed"
    )


def test_the_gradient_of_a_new_tensor_goes_on_to_the_old_leaf():
    w = old = torch.tensor(1.0, requires_grad=True)
    ((w - 3) ** 2).backward()
    w = w - 0.1 * w.grad
    before = old.grad.item()
    ((w - 3) ** 2).backward()
    assert old.grad.item() == pytest.approx(before + 2 * (w.item() - 3))


def test_a_rewrapped_loss_moves_no_parameter():
    recording = run(REWRAPPED)
    assert_close(recording.steps[-1].after, recording.steps[0].before, rtol=0, atol=0)


def test_a_rewrapped_loss_reaches_no_parameter():
    assert {g for step in run(REWRAPPED).steps for g in step.grad.values()} == {None}


def test_a_rewrapped_loss_has_the_gradient_of_itself():
    assert run(REWRAPPED).globals["loss"].grad.item() == 1


def test_the_loss_not_wrapped_again_falls_to_less_than_half(tmp_path):
    whole = twin(
        REWRAPPED,
        tmp_path,
        ("    loss = torch.tensor(loss.item(), requires_grad=True)", "    #"),
        ("loss.grad.item()", "0"),
    )
    losses = [step.loss for step in whole.steps]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0] / 2


def test_requires_grad_on_a_loss_cut_off_moves_no_parameter():
    recording = run(CUT_OFF)
    assert_close(recording.steps[-1].after, recording.steps[0].before, rtol=0, atol=0)


def test_requires_grad_on_a_loss_cut_off_reaches_no_parameter():
    assert {g for step in run(CUT_OFF).steps for g in step.grad.values()} == {None}


def test_requires_grad_on_a_loss_cut_off_prints_what_a_rewrapped_loss_prints():
    assert run(CUT_OFF).output.splitlines() == run(REWRAPPED).output.splitlines()[:3]


def test_without_requires_grad_a_loss_cut_off_raises():
    source = (SNIPPETS / CUT_OFF).read_text("utf-8")
    with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
        exec(source.replace("    loss.requires_grad = True", "    #"), {})


def test_the_loss_not_cut_off_falls_to_less_than_half(tmp_path):
    whole = twin(
        CUT_OFF, tmp_path, ("model(x).detach()", "model(x)"), ("loss.requires_grad = True", "pass")
    )
    assert whole.steps[-1].loss < whole.steps[0].loss / 2
