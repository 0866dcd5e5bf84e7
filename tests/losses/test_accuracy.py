"""What docs/losses/accuracy.md claims."""

import pytest
import torch
from printed import table
from recorder import RecordingError
from runs import run, twin
from torch.testing import assert_close

STILL = "losses/accuracy/sits_still_then_jumps.py"
NO_SLOPE = "losses/accuracy/no_slope_wrong.py"
REWRAPPED = "losses/accuracy/rewrapped_wrong.py"
DISAGREE = "losses/accuracy/loss_and_accuracy_disagree.py"


def test_accuracy_changes_twice_on_the_way():
    accuracy = table(STILL)[:, 1]
    assert (accuracy.diff() != 0).sum() == 2


def test_loss_changes_at_each_move():
    loss = table(STILL)[:, 2]
    assert (loss.diff() != 0).all()


def test_accuracy_jumps_where_a_sample_crosses_over():
    bias, accuracy = table(STILL)[:, :2].T
    script = run(STILL).globals
    x, y = script["x"].double(), script["y"].double()
    right = (x + bias[:, None] > 0) == (y > 0)
    assert_close(accuracy, right.double().mean(dim=1))


def test_slope_of_cross_entropy_is_the_closed_form():
    bias, _, _, slope = table(STILL).T
    script = run(STILL).globals
    x, y = script["x"].double(), script["y"].double()
    closed = (torch.sigmoid(x + bias[:, None]) - y).mean(dim=1)
    assert_close(slope, closed, atol=5e-4, rtol=0)


def test_slope_points_to_a_lower_bias_all_the_way():
    assert (table(STILL)[:, 3] > 0).all()


def test_accuracy_has_no_graph():
    assert not run(NO_SLOPE).globals["accuracy"].requires_grad


def test_argmax_has_none_either():
    assert not torch.randn(2, 3, requires_grad=True).argmax(1).requires_grad


def test_backward_from_accuracy_says_so():
    said = "element 0 of tensors does not require grad and does not have a grad_fn"
    assert said in run(NO_SLOPE).output.splitlines()


def test_rounding_keeps_the_graph_with_slope_0():
    script = run(NO_SLOPE).globals
    assert script["mistakes"].requires_grad
    assert script["bias"].grad == 0


def test_the_share_of_mistakes_is_what_accuracy_leaves():
    script = run(NO_SLOPE).globals
    right = (script["x"] - 1.5 > 0) == (script["y"] == 1)
    assert script["accuracy"].item() == right.double().mean()
    assert script["mistakes"].item() == 1 - right.double().mean()


def test_without_rounding_the_slope_is_there(tmp_path):
    smooth = twin(NO_SLOPE, tmp_path, (".sigmoid().round()", ".sigmoid()"))
    assert smooth.globals["bias"].grad > 0.01


def test_a_rewrapped_loss_is_the_share_of_mistakes():
    assert run(REWRAPPED).globals["loss"].item() == run(NO_SLOPE).globals["mistakes"].item()


def test_a_rewrapped_loss_moves_no_parameter():
    bias = [step.after["bias"] for step in run(REWRAPPED).steps]
    assert bias == [torch.tensor(-1.5)] * 3


def test_a_rewrapped_loss_leaves_grad_none():
    assert [step.grad["bias"] for step in run(REWRAPPED).steps] == [None] * 3


def test_a_rewrapped_loss_keeps_its_own_slope_of_1():
    assert run(REWRAPPED).globals["loss"].grad == 1


def test_requires_grad_set_on_a_loss_does_the_same_harm(tmp_path):
    change = ("torch.tensor(mistakes.item(), requires_grad=True)", "mistakes.requires_grad_()")
    harmed = twin(REWRAPPED, tmp_path, change)
    assert [step.grad["bias"] for step in harmed.steps] == [None] * 3


def test_without_the_wrap_it_stops(tmp_path):
    with pytest.raises(RecordingError, match="does not require grad"):
        twin(REWRAPPED, tmp_path, ("torch.tensor(mistakes.item(), requires_grad=True)", "mistakes"))


def test_cross_entropy_in_its_place_trains(tmp_path):
    entropy = "torch.nn.functional.binary_cross_entropy_with_logits(x + bias, y)"
    trained = twin(
        REWRAPPED, tmp_path, ("torch.tensor(mistakes.item(), requires_grad=True)", entropy)
    )
    assert trained.steps[-1].after["bias"] < -1.5


def test_the_model_of_lower_loss_has_lower_accuracy():
    (loss_right, all_right), (loss_sure, once_wrong) = table(DISAGREE)
    assert loss_sure < loss_right
    assert once_wrong < all_right == 1
