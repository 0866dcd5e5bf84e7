"""What docs/training_loop.md claims."""

import math
import weakref
from itertools import pairwise

import pytest
import torch
from helpers.least_squares import hessian, offsets
from helpers.runs import run, twin
from helpers.series import losses, parameters
from torch import nn, optim
from torch.autograd.graph import saved_tensors_hooks

LINES = "training_loop/what_each_line_changes.py"
ANYWHERE = "training_loop/zero_grad_anywhere.py"
BETWEEN = "training_loop/zero_grad_before_step_wrong.py"
NEVER = "training_loop/never_zero_grad_wrong.py"
CLIP = "training_loop/clip_before_step.py"
MIXED = "training_loop/mixed_precision.py"
LINE = "linear_regression.py"

PLACES = ["first of all", "before backward", "after step"]


def rows(recording):
    """The line, the weight and the gradient in each row of the output."""
    words = [line.split() for line in recording.output.splitlines()]
    return [(row[0], row[2], row[4]) for row in words]


def changes(recording, column):
    """The lines after which a column is not what it was in the row above."""
    return {now[0] for then, now in pairwise(rows(recording)) if now[column] != then[column]}


def trained(place):
    """The weight and bias at the end, zero_grad() in this place."""
    return run(ANYWHERE).globals["train"](place).double()


def test_each_of_the_five_lines_of_two_epochs_has_a_row():
    lines = ["forward", "loss", "zero_grad", "backward", "step"]
    assert [line for line, _, _ in rows(run(LINES))] == lines * 2


def test_only_step_changes_the_weight():
    assert changes(run(LINES), 1) == {"step"}


def test_only_zero_grad_and_backward_change_the_gradient():
    assert changes(run(LINES), 2) == {"zero_grad", "backward"}


def test_without_step_nothing_changes_the_weight(tmp_path):
    still = twin(LINES, tmp_path, ("    optimizer.step()\n", ""))
    assert changes(still, 1) == set()


@pytest.mark.parametrize(
    ("optimizer", "remembers"),
    [
        (optim.SGD, []),
        (lambda p: optim.SGD(p, momentum=0.9), ["momentum_buffer"]),
        (optim.Adam, ["step", "exp_avg", "exp_avg_sq"]),
    ],
    ids=["plain SGD", "momentum", "Adam"],
)
def test_step_writes_what_momentum_and_adam_remember_and_plain_sgd_remembers_nothing(
    optimizer, remembers
):
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = optimizer([weight])
    weight.backward()
    assert not optimizer.state
    optimizer.step()
    assert [*optimizer.state[weight]] == remembers


def test_backward_adds_to_the_gradient_that_is_there():
    weight = torch.tensor(1.0, requires_grad=True)
    weight.grad = torch.tensor(5.0)
    (2 * weight).backward()
    assert weight.grad == 7


@pytest.mark.parametrize("place", PLACES)
def test_zero_grad_in_each_of_three_places_ends_at_the_line_s_own_weights(place):
    assert torch.equal(trained(place), parameters(run(LINE))[-1])


def test_without_zero_grad_the_weights_end_elsewhere():
    assert not torch.allclose(trained("nowhere"), parameters(run(LINE))[-1], atol=0.1)


def test_zero_grad_between_backward_and_step_moves_nothing():
    assert (parameters(run(BETWEEN)) == parameters(run(BETWEEN))[0]).all()


def test_zero_grad_between_backward_and_step_leaves_step_no_gradient():
    assert {step.grad["model.weight"] for step in run(BETWEEN).steps} == {None}


def test_with_zero_grad_back_before_backward_the_weights_move_as_the_line_s(tmp_path):
    wrong = "    loss.backward()\n    optimizer.zero_grad()\n"
    right = "    optimizer.zero_grad()\n    loss.backward()\n"
    assert torch.equal(parameters(twin(BETWEEN, tmp_path, (wrong, right))), parameters(run(LINE)))


def test_without_zero_grad_sgd_is_momentum_of_one(tmp_path):
    momentum = twin(LINE, tmp_path, ("lr=0.01)", "lr=0.01, momentum=1.0)"))
    assert torch.equal(parameters(run(NEVER)), parameters(momentum))


def test_without_zero_grad_sgd_is_not_momentum_of_0_9(tmp_path):
    momentum = twin(LINE, tmp_path, ("lr=0.01)", "lr=0.01, momentum=0.9)"))
    assert not torch.allclose(parameters(run(NEVER)), parameters(momentum), atol=0.1)


def turns(script):
    """How often the loss goes over from rising to falling, or back."""
    return (losses(script).diff().sign().diff() != 0).sum().item()


def test_without_zero_grad_the_loss_swings():
    # Each direction passes the minimum every pi / sqrt(lr * curvature) steps, here 21 and 25.
    assert turns(run(NEVER)) > 5


def test_with_zero_grad_the_loss_does_not_swing():
    assert turns(run(LINE)) == 0


def test_without_zero_grad_the_weights_circle_the_minimum():
    weight, bias = offsets(run(NEVER)).T
    turned = torch.atan2(bias, weight).diff().remainder(2 * math.pi)
    assert (turned < math.pi).all()  # always the same way round
    assert turned.sum() > 2 * 2 * math.pi


@pytest.fixture
def long(tmp_path):
    """A thousand steps without zero_grad()."""
    return twin(NEVER, tmp_path, ("range(100)", "range(1000)"))


def test_without_zero_grad_the_loss_does_not_settle(long):
    # The swings do not shrink, and the larger of the two has at least half of the loss above
    # the floor, which is 0.01.
    assert losses(long)[-100:].max() > 0.45 * losses(long)[0]


def test_without_zero_grad_the_loss_does_not_explode(long):
    # A pendulum let go at x0 swings by at most x0 / sqrt(1 - lr * curvature / 4).
    highest = 1 / (1 - 0.01 * torch.linalg.eigvalsh(hessian(long)).max() / 4)
    assert highest < 1.01
    assert losses(long).max() < 1.001 * highest * losses(long)[0]


def test_without_zero_grad_the_last_loss_is_below_the_first():
    assert losses(run(NEVER))[-1] < losses(run(NEVER))[0]


def test_after_11_steps_the_program_without_zero_grad_looks_better_than_the_right_one():
    assert losses(run(NEVER))[11] < 0.1 * losses(run(LINE))[11]


def test_clipping_before_step_bounds_the_step():
    # torch divides the gradient by its length + 1e-6; a weight of 1 has seven digits.
    assert run(CLIP).globals["length_of_step"]("before step") == pytest.approx(1, rel=1e-5)


def test_clipping_leaves_a_gradient_within_the_bound_as_it_is():
    weight = torch.tensor([0.1, 0.2], requires_grad=True)
    weight.grad = torch.tensor([0.3, 0.4])
    nn.utils.clip_grad_norm_([weight], max_norm=1.0)
    assert weight.grad.tolist() == torch.tensor([0.3, 0.4]).tolist()


def test_clipping_after_step_does_not_change_the_step():
    length = run(CLIP).globals["length_of_step"]
    assert length("after step") == length("never") > 1000


def test_clipping_after_step_does_clip(monkeypatch):
    clipped = []
    monkeypatch.setattr(nn.utils, "clip_grad_norm_", lambda *_, max_norm: clipped.append(max_norm))
    run(CLIP).globals["length_of_step"]("after step")
    assert clipped == [1.0]


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_under_autocast_predictions_have_16_bits_and_parameters_and_gradients_32(dtype):
    y_pred, weight = run(MIXED).globals["train_one_step"](dtype, scaled=True)
    assert y_pred.dtype == dtype
    assert weight.dtype == weight.grad.dtype == torch.float32


@pytest.fixture
def gradient():
    """A function from a dtype to the gradient of the weight under autocast."""
    train_one_step = run(MIXED).globals["train_one_step"]
    return lambda dtype, scaled: train_one_step(dtype, scaled)[1].grad.item()


def test_in_float16_a_small_gradient_becomes_0_unless_it_is_scaled(gradient):
    assert gradient(torch.float16, scaled=False) == 0
    assert gradient(torch.float16, scaled=True) != 0


@pytest.mark.parametrize(
    ("dtype", "scaled"), [(torch.float16, True), (torch.bfloat16, False)], ids=["float16", "bf16"]
)
def test_float16_needs_a_scaler_for_what_bfloat16_does_without(dtype, scaled, gradient):
    torch.manual_seed(7)
    weight, bias = nn.Linear(1, 1).parameters()
    by_hand = 1e-6 * 2 * (weight + bias).item()  # each x is 1, each y is 0
    # Weight, bias, their sum, each sample's part and the sum of these are rounded, each by half an
    # eps; what is rounded is at most 1.2 times the result.
    assert gradient(dtype, scaled) == pytest.approx(by_hand, rel=3 * torch.finfo(dtype).eps)


def test_float16_has_no_number_between_0_and_two_to_the_minus_25():
    numbers = torch.tensor([2.0**-25, 1.01 * 2.0**-25])
    assert numbers.half().tolist() == [0, 2.0**-24]


def test_bfloat16_has_the_range_of_float32_and_float16_has_not():
    smallest = [torch.finfo(d).tiny for d in (torch.float32, torch.bfloat16, torch.float16)]
    assert smallest[0] == smallest[1] < smallest[2]


@pytest.fixture
def scaled():
    """A weight with the gradient 1, its optimizer, and a scaler that has scaled its loss."""
    weight = torch.tensor(1.0, requires_grad=True)
    scaler = torch.amp.GradScaler("cpu")
    scaler.scale(weight * 1.0).backward()
    return weight, optim.SGD([weight], lr=0.1), scaler


def test_optimizer_step_beside_that_of_a_scaler_is_a_second_step(scaled):
    weight, optimizer, scaler = scaled
    scaler.step(optimizer)
    first = 1 - weight.item()
    optimizer.step()
    assert 1 - weight.item() == pytest.approx(2 * first)


def test_before_unscale_each_gradient_is_as_many_times_as_large_as_the_loss_was_scaled(scaled):
    weight, optimizer, scaler = scaled
    assert weight.grad == scaler.get_scale() > 1000
    scaler.unscale_(optimizer)
    assert weight.grad == 1


@pytest.mark.parametrize("value", [math.inf, math.nan])
def test_a_scaler_makes_no_step_along_inf_or_nan_and_scales_less_the_next_time(value, scaled):
    weight, optimizer, scaler = scaled
    before = scaler.get_scale()
    weight.grad.fill_(value)
    scaler.step(optimizer)
    scaler.update()
    assert weight == 1
    assert scaler.get_scale() < before


class Box:
    """What a graph saved for backward; it can be watched."""

    def __init__(self, tensor):
        self.tensor = tensor


def left_of_20_graphs(train):
    """How many nodes, and how many saved tensors, a sum of 20 losses keeps in memory."""
    saved, total, model = [], 0.0, nn.Linear(1, 1)

    def pack(tensor):
        box = Box(tensor)
        saved.append(weakref.ref(box))
        return box

    with saved_tensors_hooks(pack, lambda box: box.tensor):
        for _ in range(20):
            loss = model(torch.ones(1, 1)).square().mean()
            if train:
                loss.backward()
            total += loss
    nodes, ways = set(), [total.grad_fn]
    while ways:
        node = ways.pop()
        nodes.add(node)
        ways += [below for below, _ in node.next_functions if below and below not in nodes]
    return len(nodes), sum(ref() is not None for ref in saved)


def test_a_sum_of_losses_keeps_each_graph_whole_if_no_backward_went_through_it():
    nodes, saved = left_of_20_graphs(train=False)
    assert nodes > 20
    assert saved >= 20


def test_a_sum_of_losses_keeps_each_graph_without_saved_tensors_after_backward():
    nodes, saved = left_of_20_graphs(train=True)
    assert nodes == left_of_20_graphs(train=False)[0]
    assert saved == 0
