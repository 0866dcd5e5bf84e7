"""What docs/not_learning/state.md claims besides the fingerprints of its cases."""

import copy

import pytest
import torch
from helpers.runs import run
from torch import nn, optim


@pytest.mark.parametrize("momentum", [0.1, 0.01])
def test_running_statistics_begin_at_0_and_1_and_go_a_share_of_the_way_at_each_step(momentum):
    norm = nn.BatchNorm1d(1, momentum=momentum)
    assert (norm.running_mean.item(), norm.running_var.item()) == (0, 1)
    x = torch.tensor([[4.0], [6.0]])
    norm(x)
    assert norm.running_mean.item() == pytest.approx(momentum * 5)
    assert norm.running_var.item() == pytest.approx((1 - momentum) + momentum * 2)


@pytest.mark.parametrize(("script", "count"), [("eval_left_on_wrong", 1), ("eval_left_on", 60)])
def test_where_train_is_missing_batch_norm_has_tracked_one_batch(script, count):
    norm = run(f"not_learning/state/{script}.py").globals["model"][0]
    assert norm.num_batches_tracked == count


def test_the_default_momentum_of_batch_norm_is_a_tenth():
    assert nn.BatchNorm1d(1).momentum == 0.1


def test_one_batch_norm_for_two_kinds_of_data_fits_neither_in_eval_mode():
    torch.manual_seed(7)
    norm = nn.BatchNorm1d(1)
    kinds = torch.randn(50, 1), 10 + torch.randn(50, 1)
    for _ in range(100):
        for x in kinds:
            norm(x)
    norm.eval()
    assert [norm(x).mean().abs().item() > 0.5 for x in kinds] == [True, True]


def test_after_as_many_updates_as_1_over_its_share_an_average_still_holds_a_third_of_its_start():
    average = torch.tensor(0.0)
    for _ in range(50):
        average.lerp_(torch.tensor(1.0), 1 / 50)
    assert 0.3 < 1 - average < 0.4


def test_a_new_parameter_or_a_copy_of_one_of_two_unties_them():
    for untied in (lambda w: nn.Parameter(w.detach().clone()), copy.deepcopy):
        words, head = nn.Embedding(3, 2), nn.Linear(2, 3, bias=False)
        head.weight = words.weight
        assert words.weight is head.weight
        words.weight = untied(words.weight)
        assert words.weight is not head.weight


def resumed(*, both: bool) -> float:
    """The lr that a scheduler made anew leaves, after lr is set, or lr and initial_lr."""
    weight = torch.zeros(1, requires_grad=True)
    saved = optim.SGD([weight], lr=0.5)
    constant(saved)
    optimizer = optim.SGD([weight], lr=0.001)
    optimizer.load_state_dict(saved.state_dict())
    for group in optimizer.param_groups:
        group["lr"] = 0.001
        if both:
            group["initial_lr"] = 0.001
    constant(optimizer)
    return optimizer.param_groups[0]["lr"]


def constant(optimizer: optim.Optimizer) -> optim.lr_scheduler.LambdaLR:
    """A scheduler that leaves lr where it began."""
    return optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1.0)


def test_a_scheduler_made_anew_goes_back_to_the_lr_of_the_checkpoint_if_lr_alone_is_set():
    assert resumed(both=False) == 0.5
    assert resumed(both=True) == 0.001


@pytest.mark.parametrize("what", ["weight_decay", "momentum"])
def test_what_else_an_optimizer_was_made_with_comes_back_from_its_checkpoint(what):
    weight = torch.zeros(1, requires_grad=True)
    optimizer = optim.SGD([weight], lr=0.1, **{what: 0.1})
    optimizer.load_state_dict(optim.SGD([weight], lr=0.1, **{what: 0.9}).state_dict())
    assert optimizer.param_groups[0][what] == 0.9


def test_a_dropout_made_in_forward_or_held_in_a_list_is_not_switched_by_eval():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.held, self.listed = nn.Dropout(), [nn.Dropout()]

        def forward(self, x):
            return self.held(x), self.listed[0](x), nn.Dropout()(x)

    ones = torch.ones(100)
    held, listed, made = Model().eval()(ones)
    assert held.equal(ones)
    assert not listed.equal(ones)
    assert not made.equal(ones)


def test_a_second_name_for_a_network_moves_with_each_step_and_a_copy_does_not():
    q = nn.Linear(2, 1)
    named, copied = q, copy.deepcopy(q)
    optimizer = torch.optim.SGD(q.parameters(), lr=0.1)
    q(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    assert named.weight.equal(q.weight)
    assert not copied.weight.equal(q.weight)
