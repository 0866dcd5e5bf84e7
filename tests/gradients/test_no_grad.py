"""What docs/gradients/no_grad.md claims."""

import gc
import weakref

import pytest
import torch
from helpers.runs import run, twin
from torch import nn
from torch.testing import assert_close

NO_GRAD = "gradients/no_grad/no_grad_makes_no_graph.py"
EVAL = "gradients/no_grad/eval_is_not_no_grad.py"
SHARES = "gradients/no_grad/detach_shares_storage.py"
STOPS = "gradients/no_grad/detach_stops_the_gradient.py"
DATA = "gradients/no_grad/data_hides_an_edit_wrong.py"
TOTAL = "gradients/no_grad/a_sum_of_losses_keeps_every_graph.py"


def test_no_grad_makes_no_graph():
    assert run(NO_GRAD).globals["unrecorded"].grad_fn is None


def test_outside_of_no_grad_there_is_a_graph():
    assert run(NO_GRAD).globals["recorded"].grad_fn is not None


def test_no_grad_changes_no_number():
    script = run(NO_GRAD).globals
    assert script["recorded"].item() == script["unrecorded"].item()


def test_no_grad_leaves_the_parameter_as_it_was():
    w = run(NO_GRAD).globals["w"]
    assert (w.item(), w.requires_grad, w.is_leaf, w.grad) == (2.0, True, True, None)


def test_backward_from_what_was_not_recorded_raises():
    with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
        run(NO_GRAD).globals["unrecorded"].backward()


@pytest.mark.parametrize("recording", [True, False], ids=["recording", "no_grad"])
def test_eval_decides_whether_dropout_drops_with_no_grad_and_without(recording):
    model, x = nn.Dropout(0.5), torch.ones(1000)
    with torch.set_grad_enabled(recording):
        assert (model.train()(x) == 0).any()
        assert not (model.eval()(x) == 0).any()


@pytest.mark.parametrize("recording", [True, False], ids=["recording", "no_grad"])
def test_eval_decides_whether_batch_norm_uses_the_batch_with_no_grad_and_without(recording):
    layer, batch = nn.BatchNorm1d(1), torch.tensor([[1.0], [3.0]])
    with torch.set_grad_enabled(recording):
        assert_close(layer.train()(batch).mean().item(), 0.0, atol=1e-5, rtol=0)
        layer.running_mean.fill_(-7.0)
        layer.running_var.fill_(1.0)
        # It divides by the root of 1 + 1e-5, which takes 9 * 5e-6 away.
        assert_close(layer.eval()(batch).mean().item(), 2.0 + 7.0, atol=1e-4, rtol=0)


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_no_grad_decides_whether_there_is_a_graph_in_train_and_in_eval(training):
    model = run(EVAL).globals["model"].train(training)
    x = run(EVAL).globals["x"]
    assert model(x).requires_grad
    with torch.no_grad():
        assert not model(x).requires_grad


def test_the_script_prints_the_four_combinations_of_two_switches():
    switches = [line.split()[-3:] for line in run(EVAL).output.splitlines()]
    assert [(drops, graph) for drops, _, graph in switches] == [
        ("True", "True"),
        ("True", "False"),
        ("False", "True"),
        ("False", "False"),
    ]


def test_after_eval_a_model_predicts_without_dropout_until_train():
    model, x = nn.Sequential(nn.Dropout(0.5)), torch.ones(1000)
    model.eval()
    with torch.no_grad():
        model(x)
    assert not (model(x) == 0).any()
    model.train()
    assert (model(x) == 0).any()


def test_detach_shares_memory():
    script = run(SHARES).globals
    assert script["same"].data_ptr() == script["w"].data_ptr()
    assert script["w"][0].item() == 100


def test_detach_and_clone_gives_a_copy_that_an_edit_does_not_reach():
    script = run(SHARES).globals
    assert script["copy"].data_ptr() != script["w"].data_ptr()
    assert script["copy"].tolist() == [1, 2]


def test_a_detached_factor_of_a_square_counts_as_a_constant():
    script = run(STOPS).globals
    assert script["half"] == script["w"].item()


def test_the_gradient_of_a_square_counts_both_factors_if_neither_is_detached():
    script = run(STOPS).globals
    assert script["whole"] == 2 * script["w"].item()


def test_true_gradient_is_the_closed_form():
    assert run(DATA).globals["true_gradient"] == 4 * 2.0**3


def test_an_edit_through_data_gives_a_false_gradient_without_an_error():
    assert run(DATA).globals["false_gradient"] == (2 * 10) * (2 * 2)


def test_the_false_gradient_is_not_the_slope_of_the_loss():
    slope = ((2 + 1e-6) ** 4 - (2 - 1e-6) ** 4) / 2e-6
    assert run(DATA).globals["true_gradient"] == pytest.approx(slope)
    assert run(DATA).globals["false_gradient"] != pytest.approx(slope)


def test_an_edit_through_detach_raises():
    assert (
        run(DATA)
        .globals["message"]
        .startswith(
            "one of the variables needed for gradient computation has been modified by an inplace "
            "operation: [torch.FloatTensor []], which is output 0 of Mul, is at version 1; "
        )
    )


def test_an_edit_after_backward_harms_nothing(tmp_path):
    later = twin(
        DATA,
        tmp_path,
        ("    edit(square)\n    loss.backward()\n", "    loss.backward()\n    edit(square)\n"),
    )
    assert later.globals["false_gradient"] == later.globals["true_gradient"]
    assert "message" not in later.globals


def test_an_in_place_sum_before_backward_raises():
    x = torch.tensor(2.0, requires_grad=True)
    square = x * x
    loss = square * square
    square += 1
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_a_sum_under_the_same_name_but_in_a_new_tensor_harms_nothing():
    x = torch.tensor(2.0, requires_grad=True)
    square = x * x
    loss = square * square
    square = square + 1
    loss.backward()
    assert x.grad.item() == run(DATA).globals["true_gradient"]


def test_detach_shares_the_count_of_edits_and_data_starts_one_of_its_own():
    square = torch.tensor(4.0)
    square.data.fill_(10.0)
    assert square._version == 0
    square.detach().fill_(10.0)
    assert square._version == 1


def test_the_sum_of_losses_that_the_script_prints_is_tied_to_each_of_three():
    node, additions = run(TOTAL).globals["total"].grad_fn, 0
    while node.name() == "AddBackward0":
        additions, node = additions + 1, node.next_functions[0][0] or node.next_functions[1][0]
    assert additions == 3


class Saved:
    """What a graph saved for backward, in a box that can be watched."""

    def __init__(self, tensor):
        self.tensor = tensor


def squares_in_graph(total):
    """How many squares the graph of a sum of losses still holds."""
    found, to_visit = set(), [total.grad_fn]
    while to_visit:
        node = to_visit.pop()
        found |= {node} if node.name() == "PowBackward0" else set()
        to_visit += [after for after, _ in node.next_functions if after]
    return len(found)


def losses_added_up(summand, with_backward=False):
    """The sum of three losses, and how many of the tensors that they saved are in memory."""
    w = torch.tensor(1.0, requires_grad=True)
    boxes = []

    def pack(tensor):
        box = Saved(tensor)
        boxes.append(weakref.ref(box))
        return box

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda box: box.tensor):
        total = 0.0
        for batch in range(3):
            loss = (w - batch) ** 2
            if with_backward:
                loss.backward()
            total = total + summand(loss)
        del loss
    gc.collect()
    assert len(boxes) == 3
    assert total == 2
    return total, sum(box() is not None for box in boxes)


def test_a_sum_of_losses_without_backward_keeps_every_graph_whole():
    total, saved = losses_added_up(lambda loss: loss)
    assert (squares_in_graph(total), saved) == (3, 3)


def test_a_sum_of_losses_after_backward_keeps_every_node_and_nothing_saved():
    total, saved = losses_added_up(lambda loss: loss, with_backward=True)
    assert (squares_in_graph(total), saved) == (3, 0)


@pytest.mark.parametrize("with_backward", [True, False], ids=["backward", "no backward"])
def test_a_sum_of_numbers_keeps_no_graph(with_backward):
    total, saved = losses_added_up(lambda loss: loss.item(), with_backward)
    assert (type(total), saved) == (float, 0)


def test_the_sum_of_numbers_that_the_script_prints_is_a_float():
    script = run(TOTAL).globals
    assert isinstance(script["epoch_loss"], float)
    assert_close(script["epoch_loss"], script["total"].item())
