"""What docs/optimizers/momentum.md claims."""

import math
from itertools import pairwise

import pytest
import torch
from helpers.least_squares import offsets
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from torch import nn, optim

SUMS = "optimizers/momentum/buffer_sums.py"
OVER = "optimizers/momentum/overshoots.py"
RAVINE = "optimizers/momentum/ravine.py"
ROLLS = "optimizers/momentum/rolls_past.py"

N = torch.arange(1, 101, dtype=torch.float64)
GEOMETRIC = {
    "plain": torch.ones_like(N),
    "momentum": (1 - 0.9**N) / (1 - 0.9),
    "nesterov": (1 - 0.9 ** (N + 1)) / (1 - 0.9),
    "averaged": torch.ones_like(N),
}


def lengths(recording, kind):
    """Each step of one kind, in units of lr."""
    name = f"weights['{kind}']"
    moves = [s.before[name] - s.after[name] for s in recording.steps if name in s.before]
    return torch.cat(moves) / 0.01


def weight_errors(recording):
    """How far each step leaves the weight from the least-squares weight, with its sign."""
    return offsets(recording)[1:, 0]


def sides(recording):
    """The sides of the least-squares weight that the weight goes through, -1 below and 1 above."""
    signs = weight_errors(recording).sign().tolist()
    return [sign for sign, before in zip(signs, [0, *signs], strict=False) if sign != before]


def arrivals(name):
    """The steps that one optimizer of the ravine needs, along it and across it."""
    return table(RAVINE, begin=name)[0].tolist()


def positions(recording, optimizer):
    """Where the steps of one optimizer of the ravine begin, (step, direction)."""
    steps = recording.steps[500 * optimizer : 500 * (optimizer + 1)]
    return torch.stack([step.before["position"] for step in steps])


def step_lengths(gradients, **settings):
    """Each step of a weight under these gradients, in units of lr."""
    weight = nn.Parameter(torch.zeros((), dtype=torch.float64))
    optimizer = optim.SGD([weight], lr=1.0, momentum=0.9, **settings)
    weights = [weight.item()]
    for gradient in gradients:
        weight.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        weights.append(weight.item())
    return [before - after for before, after in pairwise(weights)]


RANDOM = torch.randn(20, dtype=torch.float64, generator=torch.manual_seed(7)).tolist()


@pytest.mark.parametrize("kind", GEOMETRIC)
def test_under_a_steady_gradient_steps_grow_as_a_geometric_sum_does(kind):
    torch.testing.assert_close(lengths(run(SUMS), kind), GEOMETRIC[kind])


def test_a_momentum_of_0_5_makes_a_steady_step_twice_lr_long(tmp_path):
    half = twin(SUMS, tmp_path, ('"momentum": {"momentum": 0.9}', '"momentum": {"momentum": 0.5}'))
    assert lengths(half, "momentum")[-1].item() == pytest.approx(2)


def test_dampening_equal_to_momentum_averages_from_the_second_step_on():
    average, averages = RANDOM[0], RANDOM[:1]
    for gradient in RANDOM[1:]:
        average = 0.9 * average + (1 - 0.9) * gradient
        averages.append(average)
    # Twenty sums and differences of numbers below 4 round by less than 1e-12.
    assert step_lengths(RANDOM, dampening=0.9) == pytest.approx(averages, abs=1e-12)


def test_momentum_carries_the_weight_past_the_minimum_and_back():
    assert sides(run(OVER))[:3] == [-1, 1, -1]


def test_momentum_ends_far_closer_to_the_minimum_than_it_overshot():
    errors = weight_errors(run(OVER))
    assert errors[-1].abs() < 0.05 * errors.max()


def test_plain_sgd_stays_on_its_side_of_the_minimum(tmp_path):
    assert sides(twin(OVER, tmp_path, (", momentum=0.9", ""))) == [-1]


def test_the_loss_rises_as_often_as_the_page_says():
    losses = [step.loss for step in run(OVER).steps]
    assert (
        sum(after > before for before, after in pairwise(losses)) == run(OVER).globals["rises"] > 0
    )


def test_the_loss_of_plain_sgd_never_rises():
    assert twin_names(OVER, (", momentum=0.9", ""))["rises"] == 0


def test_after_100_steps_momentum_has_a_lower_loss_than_plain_sgd():
    assert run(OVER).steps[-1].loss < 0.2 * run("linear_regression.py").steps[-1].loss


def test_plain_sgd_crawls_along_the_ravine_as_predicted():
    # The loss along it begins at 0.5 and keeps 0.99² a step; the loss of both begins at 50.5.
    predicted = math.log(1e-6 * 50.5 / 0.5) / (2 * math.log(0.99))
    assert arrivals("plain")[0] == math.ceil(predicted)


def test_plain_sgd_crosses_the_ravine_in_one_step():
    assert arrivals("plain")[1] == 1


@pytest.mark.parametrize("direction", [0, 1], ids=["along", "across"])
def test_in_the_ravine_swings_shrink_by_the_root_of_momentum_in_both_directions(direction):
    """A position is (1 + μ - lr · λ) times the last, less μ times the one before.

    This recurrence swings, and shrinks by √μ a step, if its two roots are complex.
    """
    path = positions(run(RAVINE), optimizer=1)[:, direction]
    factor = 1 + 0.9 - 0.01 * [1.0, 100.0][direction]
    # Numbers not above 1: each step rounds by a few eps of them.
    torch.testing.assert_close(path[2:], factor * path[1:-1] - 0.9 * path[:-2], rtol=0, atol=1e-14)
    roots = torch.linalg.eigvals(torch.tensor([[factor, -0.9], [1, 0]], dtype=torch.float64))
    assert factor**2 < 4 * 0.9
    torch.testing.assert_close(roots.abs(), torch.full((2,), 0.9, dtype=torch.float64).sqrt())


def test_momentum_gains_more_steps_along_the_ravine_than_it_loses_across_it():
    (plain_along, plain_across), (along, across) = arrivals("plain"), arrivals("momentum")
    assert plain_along - along > across - plain_across > 0


def test_with_momentum_the_ravine_takes_longer_across_than_along():
    along, across = arrivals("momentum")
    assert along < across


def test_in_the_ravine_nesterov_arrives_before_momentum_and_momentum_before_plain():
    nesterov, momentum, plain = (max(arrivals(name)) for name in ("nesterov", "momentum", "plain"))
    assert nesterov < momentum < plain


@pytest.mark.parametrize("direction", [0, 1], ids=["along", "across"])
def test_in_the_ravine_nesterov_arrives_before_momentum_in_each_direction(direction):
    assert arrivals("nesterov")[direction] < arrivals("momentum")[direction]


def test_in_a_round_bowl_plain_sgd_arrives_before_momentum():
    # At a learning rate of 1 / curvature plain SGD is there at once.
    names = twin_names(RAVINE, ("tensor([1.0, 100.0]", "tensor([100.0, 100.0]"))
    assert max(names["steps_to_arrive"]()) < max(names["steps_to_arrive"](momentum=0.9))


@pytest.mark.parametrize("n", range(20))
def test_a_step_of_nesterov_is_momentum_s_next_if_the_gradient_comes_once_more(n):
    seen = RANDOM[: n + 1]
    nesterov = step_lengths(seen, nesterov=True)[-1]
    assert nesterov == pytest.approx(step_lengths([*seen, seen[-1]])[-1], abs=1e-12)


def test_nesterov_passes_the_minimum_by_less_than_momentum(tmp_path):
    nesterov = twin(OVER, tmp_path, (", momentum=0.9", ", momentum=0.9, nesterov=True"))
    assert weight_errors(nesterov).max() < weight_errors(run(OVER)).max()


def printed_step(step):
    (row,) = [row for row in table(ROLLS).tolist() if row[0] == step]
    return row[1:]


def test_at_step_4_the_gradient_has_turned_and_the_buffer_has_not():
    w, gradient, buffer = printed_step(4)
    assert w < 0
    assert gradient < 0 < buffer


def test_by_step_6_the_buffer_has_turned_and_the_ball_comes_back():
    _, _, buffer = printed_step(6)
    assert buffer < 0
    way = [step.before["w"].item() for step in run(ROLLS).steps]
    assert way[4] > way[6] < way[7] < way[8]


@pytest.mark.parametrize("momentum", [0.5, 0.9, 0.99])
def test_near_the_lowest_point_the_ball_is_carried_on(momentum):
    # What the slope adds is lr times a gradient of nearly 0, what is carried is not.
    w = nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    optimizer = optim.SGD([w], lr=0.1, momentum=momentum)
    for _ in range(100):
        optimizer.zero_grad()
        (w**2).backward()
        optimizer.step()
        if w < 0:
            break
    assert w < 0
