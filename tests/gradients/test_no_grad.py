"""What docs/gradients/no_grad.md claims."""

import gc
import weakref

import pytest
import torch
from runs import run, twin
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


def test_outside_there_is_one():
    assert run(NO_GRAD).globals["recorded"].grad_fn is not None


def test_no_grad_changes_no_number():
    script = run(NO_GRAD).globals
    assert script["recorded"].item() == script["unrecorded"].item()


def test_no_grad_leaves_the_parameter_as_it_was():
    assert run(NO_GRAD).globals["w"].requires_grad


def test_backward_from_what_was_not_recorded_raises():
    with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
        run(NO_GRAD).globals["unrecorded"].backward()


@pytest.mark.parametrize("recording", [True, False], ids=["recording", "no_grad"])
def test_eval_alone_decides_whether_dropout_drops(recording):
    model, x = nn.Dropout(0.5), torch.ones(1000)
    with torch.set_grad_enabled(recording):
        assert (model.train()(x) == 0).any()
        assert not (model.eval()(x) == 0).any()


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_no_grad_alone_decides_whether_there_is_a_graph(training):
    model = run(EVAL).globals["model"].train(training)
    x = run(EVAL).globals["x"]
    assert model(x).requires_grad
    with torch.no_grad():
        assert not model(x).requires_grad


def test_the_script_says_so_in_four_lines():
    switches = [line.split()[-3:] for line in run(EVAL).output.splitlines()]
    assert [(dropped != "0%", graph) for dropped, _, graph in switches] == [
        (True, "True"),
        (True, "False"),
        (False, "True"),
        (False, "False"),
    ]


def test_after_eval_a_model_stays_without_dropout_until_train():
    model = nn.Dropout(0.5).eval()
    assert not model.training
    assert model.train().training


def test_detach_shares_storage():
    script = run(SHARES).globals
    assert script["same"].data_ptr() == script["w"].data_ptr()
    assert script["w"][0].item() == 100


def test_detach_and_clone_does_not():
    script = run(SHARES).globals
    assert script["copy"].data_ptr() != script["w"].data_ptr()
    assert script["copy"].tolist() == [1, 2]


def test_a_detached_factor_is_a_constant():
    script = run(STOPS).globals
    assert script["half"] == script["w"].item()


def test_a_factor_not_detached_is_not():
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


def test_a_new_tensor_in_place_of_an_edit_harms_nothing():
    x = torch.tensor(2.0, requires_grad=True)
    square = x * x
    loss = square * square
    square = square + 1
    loss.backward()
    assert x.grad.item() == run(DATA).globals["true_gradient"]


def test_data_starts_a_version_count_of_its_own():
    square = torch.tensor(4.0)
    square.data.fill_(10.0)
    assert square._version == 0
    square.detach().fill_(10.0)
    assert square._version == 1


def test_a_sum_of_losses_is_tied_to_every_one():
    node, additions = run(TOTAL).globals["total"].grad_fn, 0
    while node.name() == "AddBackward0":
        additions, node = additions + 1, node.next_functions[0][0] or node.next_functions[1][0]
    assert additions == 3


class Saved:
    """What a graph saved for backward, in a box that can be watched."""

    def __init__(self, tensor):
        self.tensor = tensor


def graphs_kept(summand):
    """How many of three losses' graphs are in memory after `summand` of each was added up."""
    w = torch.tensor(1.0, requires_grad=True)
    boxes = []

    def pack(tensor):
        box = Saved(tensor)
        boxes.append(weakref.ref(box))
        return box

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda box: box.tensor):
        total = sum(summand((w - batch) ** 2) for batch in range(3))
    gc.collect()
    assert len(boxes) == 3
    assert total == 2
    return sum(box() is not None for box in boxes)


def test_a_sum_of_losses_keeps_every_graph_in_memory():
    assert graphs_kept(lambda loss: loss) == 3


def test_a_sum_of_numbers_keeps_none():
    assert graphs_kept(lambda loss: loss.item()) == 0


def test_a_sum_of_numbers_is_a_number():
    script = run(TOTAL).globals
    assert isinstance(script["epoch_loss"], float)
    assert_close(script["epoch_loss"], script["total"].item())
