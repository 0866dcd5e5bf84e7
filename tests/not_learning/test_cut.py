"""What docs/not_learning/cut.md claims besides the fingerprints of its cases."""

import copy

import numpy as np
import pytest
import torch
from helpers.runs import twin
from record.errors import RecordingError

BETWEEN = "not_learning/cut/tensor_between_two_layers.py"
OVERWRITTEN = "not_learning/cut/overwritten_wrong.py"


def slope(function, at: float) -> float:
    x = torch.tensor(at, requires_grad=True)
    function(x).backward()
    return x.grad.item()


def test_clamp_is_flat_beyond_its_bounds_and_not_between_them():
    # At a bound the slope jumps, and torch chooses: 2.13 takes 1, 2.14 takes 0.
    found = [slope(lambda x: x.clamp(-1, 1), at) for at in (-1.5, -0.9, 0.0, 0.9, 1.5)]
    assert found == [0, 1, 1, 1, 0]


@pytest.mark.parametrize("flat", [torch.sign, torch.floor, torch.round])
def test_sign_and_floor_and_round_are_flat(flat):
    assert slope(flat, 0.3) == 0


def inferred() -> torch.Tensor:
    with torch.inference_mode():
        return torch.ones(3)


def test_a_graph_may_use_an_inference_tensor_that_it_need_not_save():
    w = torch.ones(3, requires_grad=True)
    (w + inferred()).sum().backward()
    assert w.grad.tolist() == [1, 1, 1]
    with pytest.raises(RuntimeError, match="Inference tensors cannot be saved for backward"):
        w * inferred()


def test_a_clone_of_an_inference_tensor_is_a_plain_one():
    w = torch.ones(3, requires_grad=True)
    (w * inferred().clone()).sum().backward()
    assert w.grad.tolist() == [1, 1, 1]


@pytest.mark.parametrize("cut", [".detach()", ".detach().numpy()"])
def test_detach_between_two_layers_leaves_the_first_without_a_gradient(cut, tmp_path):
    hidden = f"torch.as_tensor(first(x){cut})"
    names = twin(BETWEEN, tmp_path, ("first(x)", hidden)).globals
    assert [p.grad is None for p in names["first"].parameters()] == [True, True]
    assert all(p.grad is not None for p in names["last"].parameters())


def test_numpy_alone_between_two_layers_raises(tmp_path):
    with pytest.raises(RecordingError, match=r"Can't call numpy\(\) on Tensor"):
        twin(BETWEEN, tmp_path, ("first(x)", "torch.as_tensor(first(x).numpy())"))


def test_most_of_what_numpy_computes_number_by_number_torch_names_alike():
    by_number = {name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)}
    assert len({name for name in by_number if hasattr(torch, name)}) > 0.7 * len(by_number)


@pytest.mark.parametrize("write", ["*= 2", "+= 2"])
def test_what_is_written_over_the_output_of_a_sigmoid_is_refused(write, tmp_path):
    with pytest.raises(RecordingError, match="modified by an inplace operation"):
        twin(OVERWRITTEN, tmp_path, ("*= 2", write))


def test_where_the_straight_through_output_stands_in_its_loss_a_codebook_gets_no_gradient():
    entry = torch.tensor([1.0], requires_grad=True)
    code = torch.tensor([0.5], requires_grad=True)
    through = code + (entry - code).detach()
    (through - code.detach()).square().sum().backward()
    assert entry.grad is None
    (entry - code.detach()).square().sum().backward()
    assert entry.grad.item() == 1


def test_a_threshold_in_a_comparison_gets_no_gradient_while_all_else_learns():
    threshold, x = (torch.tensor(at, requires_grad=True) for at in (0.5, 1.0))
    (x * (x > threshold)).backward()
    assert (threshold.grad, x.grad) == (None, 1)


def test_the_data_of_a_weight_in_a_forward_pass_cuts_off_that_weight_and_no_other():
    first, second = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
    (first(torch.ones(1, 2)) @ second.weight.data.t()).sum().backward()
    assert second.weight.grad is None
    assert first.weight.grad is not None


@pytest.mark.parametrize("recorded", [True, False], ids=["create_graph", "retain_graph"])
def test_a_slope_alone_can_be_walked_back_from_only_if_its_graph_was_created(recorded):
    weight, x = (torch.tensor(2.0, requires_grad=True) for _ in range(2))
    (found,) = torch.autograd.grad(weight * x**2, x, retain_graph=True, create_graph=recorded)
    assert found == 8
    if recorded:
        found.backward()
        assert weight.grad == 4
    else:
        with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
            found.backward()


def test_set_grad_enabled_as_a_line_lasts_until_it_is_set_back():
    weight = torch.tensor(2.0, requires_grad=True)
    torch.set_grad_enabled(False)
    try:
        assert not (2 * weight).requires_grad
    finally:
        torch.set_grad_enabled(True)
    assert (2 * weight).requires_grad


def inner_step(weight, **how):
    """A weight after one step along its own loss, whose slope depends on where it stands."""
    (slope,) = torch.autograd.grad((weight**2 - 1) ** 2, weight, **how)
    return weight - 0.1 * slope


def test_without_create_graph_a_loss_after_an_inner_step_has_its_first_order_alone():
    first, whole = (torch.tensor(2.0, requires_grad=True) for _ in range(2))
    after = inner_step(first)
    (after**2).backward()
    (inner_step(whole, create_graph=True) ** 2).backward()
    assert first.grad == 2 * after
    curvature = 12 * 2.0**2 - 4
    torch.testing.assert_close(whole.grad, (2 * after * (1 - 0.1 * curvature)).detach())


def test_an_inner_step_by_data_on_a_copy_leaves_the_weight_without_a_gradient():
    weight = torch.tensor(2.0, requires_grad=True)
    adapted = copy.deepcopy(weight)
    adapted.data -= 0.1 * torch.autograd.grad(adapted**2, adapted, create_graph=True)[0]
    (adapted**2).backward()
    assert weight.grad is None
    assert adapted.grad is not None


@pytest.mark.parametrize(("hand_on", "learns"), [("argmax", False), ("softmax", True)])
def test_a_head_that_hands_class_numbers_to_the_next_gets_no_gradient(hand_on, learns):
    first, second = torch.nn.Linear(2, 3), torch.nn.Linear(3, 2)
    handed = getattr(first(torch.ones(4, 2)), hand_on)(1)
    if not learns:
        handed = torch.nn.functional.one_hot(handed, 3).float()
    second(handed).square().sum().backward()
    assert (first.weight.grad is not None) == learns
    assert second.weight.grad is not None
