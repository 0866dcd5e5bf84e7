"""What docs/training_loop.md claims."""

from itertools import pairwise

import pytest
import torch
from runs import run, twin
from series import losses, parameters
from torch import nn

LINES = "training_loop/what_each_line_changes.py"
ANYWHERE = "training_loop/zero_grad_anywhere.py"
BETWEEN = "training_loop/zero_grad_before_step_wrong.py"
NEVER = "training_loop/never_zero_grad_wrong.py"
CLIP = "training_loop/clip_before_step.py"
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


@pytest.mark.parametrize("place", PLACES)
def test_zero_grad_in_each_of_three_places_ends_at_the_line_s_own_weights(place):
    assert torch.equal(trained(place), parameters(run(LINE))[-1])


def test_zero_grad_in_no_place_ends_elsewhere():
    assert not torch.allclose(trained("nowhere"), parameters(run(LINE))[-1], atol=0.1)


def test_zero_grad_between_backward_and_step_moves_nothing():
    assert (parameters(run(BETWEEN)) == parameters(run(BETWEEN))[0]).all()


def test_zero_grad_between_leaves_no_gradient_for_step():
    assert {step.grad["model.weight"] for step in run(BETWEEN).steps} == {None}


def test_with_the_two_lines_in_order_the_weights_move(tmp_path):
    wrong = "    loss.backward()\n    optimizer.zero_grad()\n"
    right = "    optimizer.zero_grad()\n    loss.backward()\n"
    assert torch.equal(parameters(twin(BETWEEN, tmp_path, (wrong, right))), parameters(run(LINE)))


def test_without_zero_grad_sgd_is_momentum_of_one(tmp_path):
    momentum = twin(LINE, tmp_path, ("lr=0.01)", "lr=0.01, momentum=1.0)"))
    assert torch.equal(parameters(run(NEVER)), parameters(momentum))


def test_without_zero_grad_sgd_is_not_momentum_of_0_9(tmp_path):
    momentum = twin(LINE, tmp_path, ("lr=0.01)", "lr=0.01, momentum=0.9)"))
    assert not torch.allclose(parameters(run(NEVER)), parameters(momentum), atol=0.1)


def test_without_zero_grad_the_loss_swings():
    signs = [after > before for before, after in pairwise(losses(run(NEVER)))]
    assert sum(now != then for now, then in pairwise(signs)) > 5


def test_with_zero_grad_the_loss_does_not_swing():
    assert all(after < before for before, after in pairwise(losses(run(LINE))))


def test_without_zero_grad_the_loss_does_not_settle(tmp_path):
    long = twin(NEVER, tmp_path, ("range(100)", "range(1000)"))
    assert max(losses(long)[-100:]) > 0.5 * losses(long)[0]


def test_without_zero_grad_nothing_explodes(tmp_path):
    long = twin(NEVER, tmp_path, ("range(100)", "range(1000)"))
    assert max(losses(long)) < 1.1 * losses(long)[0]


def test_without_zero_grad_the_last_loss_is_below_the_first():
    assert losses(run(NEVER))[-1] < losses(run(NEVER))[0]


def test_at_step_11_the_wrong_program_looks_better_than_the_right_one():
    assert losses(run(NEVER))[11] < 0.1 * losses(run(LINE))[11]


def test_clipping_before_step_bounds_the_step():
    assert run(CLIP).globals["length_of_step"]("before step") == pytest.approx(1, rel=1e-4)


def test_clipping_after_step_changes_nothing():
    length = run(CLIP).globals["length_of_step"]
    assert length("after step") == length("never") > 1000


def test_clipping_after_step_does_clip(monkeypatch):
    clipped = []
    monkeypatch.setattr(nn.utils, "clip_grad_norm_", lambda *_, max_norm: clipped.append(max_norm))
    run(CLIP).globals["length_of_step"]("after step")
    assert clipped == [1.0]
