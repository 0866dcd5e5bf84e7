"""What docs/optimizers/learning_rate.md claims."""

import math
from itertools import pairwise

import pytest
import torch
from helpers.least_squares import hessian, offsets
from helpers.runs import run, twin
from torch import nn, optim

PARABOLA = "optimizers/learning_rate/parabola.py"
AXES = "optimizers/learning_rate/two_axes.py"
PLANE = "optimizers/learning_rate/with_momentum.py"
BELOW = "optimizers/learning_rate/below_the_limit.py"
ABOVE = "optimizers/learning_rate/above_the_limit_wrong.py"
OTHERS = "optimizers/learning_rate/limits_of_others.py"
AFTER = "optimizers/learning_rate/scheduler_after_step.py"
BEFORE = "optimizers/learning_rate/scheduler_before_step_wrong.py"
ASK = "optimizers/learning_rate/what_schedulers_ask_for.py"

AT_REST = 0.1**2  # the mean square of the noise, of which the best line leaves a little less
NESTEROV = {"momentum": 0.9, "nesterov": True}
LIMITS = {  # of lr on a parabola of curvature 1
    "plain": ({}, 2),
    "momentum 0.5": ({"momentum": 0.5}, 2 * (1 + 0.5)),
    "momentum 0.9": ({"momentum": 0.9}, 2 * (1 + 0.9)),
    "nesterov 0.5": (NESTEROV | {"momentum": 0.5}, 2 * (1 + 0.5) / (1 + 2 * 0.5)),
    "nesterov 0.9": (NESTEROV, 2 * (1 + 0.9) / (1 + 2 * 0.9)),
}
ROWS = [
    ("SGD", optim.SGD, {}),
    ("SGD, one by one", optim.SGD, {"batch_size": 1}),
    ("momentum 0.9", optim.SGD, {"momentum": 0.9}),
    ("Nesterov 0.9", optim.SGD, NESTEROV),
    ("Adam", optim.Adam, {}),
]


def rises(recording):
    losses = [step.loss for step in recording.steps]
    return sum(after >= before for before, after in pairwise(losses))


def distance_after(steps, lr, **settings):
    """How far SGD is from the bottom of a parabola of curvature 1, having begun at 1."""
    weight = nn.Parameter(torch.ones((), dtype=torch.float64))
    optimizer = optim.SGD([weight], lr=lr, **settings)
    for _ in range(steps):
        optimizer.zero_grad()
        (weight**2 / 2).backward()
        optimizer.step()
    return abs(weight.item())


@pytest.mark.parametrize("number", range(7), ids=["0.1", "0.4", "0.5", "0.6", "0.9", "1.0", "1.1"])
def test_each_step_on_a_parabola_keeps_one_minus_lr_times_two(number):
    steps = run(PARABOLA).steps[20 * number : 20 * (number + 1)]
    keeps = 1 - 2 * steps[0].lr["w"]
    expected = keeps ** torch.arange(1, 21, dtype=torch.float64)
    torch.testing.assert_close(torch.stack([s.after["w"] for s in steps]), expected)


def test_a_step_on_a_parabola_twice_as_steep_keeps_one_minus_lr_times_four(tmp_path):
    steep = twin(PARABOLA, tmp_path, ("loss = w**2", "loss = 2 * w**2")).steps
    assert steep[0].after["w"].item() == pytest.approx(1 - 0.1 * 4)


@pytest.mark.parametrize("number", range(6), ids=["0.04", "0.1", "0.25", "0.4", "0.5", "0.53"])
def test_each_step_in_a_bowl_keeps_one_minus_lr_times_the_curvature_of_each_axis(number):
    steps = run(AXES).steps[20 * number : 20 * (number + 1)]
    keeps = 1 - steps[0].lr["place"] * torch.tensor([1.0, 4.0], dtype=torch.float64)
    expected = 2 * keeps ** torch.arange(1, 21)[:, None]
    torch.testing.assert_close(torch.stack([s.after["place"] for s in steps]), expected)


@pytest.mark.parametrize(("row", "column"), [(0, 18), (0, 20), (8, 25), (18, 1), (10, 30)])
def test_steps_to_arrive_are_those_of_torchs_sgd_with_momentum(row, column):
    script = run(PLANE).globals
    place = nn.Parameter(torch.ones(2, dtype=torch.float64))
    lr, momentum = script["rates"][column].item(), script["momenta"][row].item()
    optimizer = optim.SGD([place], lr=lr, momentum=momentum)
    far = []
    for _ in range(200):
        optimizer.zero_grad()
        (script["curvature"] * place**2 / 2).sum().backward()
        optimizer.step()
        far.append(place.abs().max().item() > 0.01)
    steps = math.inf if far[-1] else 1 + max(n for n, is_far in enumerate(far, 1) if is_far)
    assert script["steps"][row, column] == steps


def test_no_training_with_momentum_arrives_above_its_limit():
    script = run(PLANE).globals
    limit = 2 * (1 + script["momenta"]) / script["curvature"].max()
    above = script["rates"] > limit[:, None] + 1e-12
    assert above.any()
    assert script["steps"][above].isinf().all()


def test_the_best_pair_of_lr_and_momentum_arrives_in_less_than_half_the_steps_of_the_best_lr():
    steps = run(PLANE).globals["steps"]
    assert steps.min() < steps[0].min() / 2


@pytest.mark.parametrize("name", [BELOW, ABOVE, OTHERS], ids=["below", "above", "others"])
def test_the_limit_is_two_over_the_largest_curvature_of_the_data(name):
    limit = 2 / torch.linalg.eigvalsh(hessian(run(name)))[-1].item()
    assert run(name).globals["limit"] == pytest.approx(limit, rel=1e-5)


@pytest.mark.parametrize("name", [BELOW, ABOVE], ids=["below", "above"])
def test_a_step_keeps_one_minus_lr_times_the_largest_curvature(name):
    keeps = 1 - run(name).globals["lr"] * torch.linalg.eigvalsh(hessian(run(name)))[-1].item()
    assert run(name).globals["keeps"] == pytest.approx(keeps, rel=1e-5)


def test_below_the_limit_the_loss_falls_at_every_step():
    assert rises(run(BELOW)) == 0


def test_below_the_limit_the_line_arrives(tmp_path):
    long = twin(BELOW, tmp_path, ("range(100)", "range(500)"))
    assert offsets(long)[-1].norm() < 1e-4


def test_above_the_limit_the_line_does_not_arrive(tmp_path):
    long = twin(ABOVE, tmp_path, ("range(40)", "range(500)"))
    assert offsets(long)[-1].norm() > 1e4


def test_above_the_limit_the_loss_falls_at_first():
    assert run(ABOVE).steps[1].loss < run(ABOVE).steps[0].loss


def test_above_the_limit_the_loss_rises_at_every_step_from_the_third_on():
    assert rises(run(ABOVE)) == len(run(ABOVE).steps) - 3


@pytest.mark.parametrize("name", [BELOW, ABOVE], ids=["below", "above"])
def test_the_path_is_the_predicted_contraction(name):
    keeps = torch.eye(2) - run(name).globals["lr"] * hessian(run(name))
    measured = offsets(run(name))
    powers = [torch.linalg.matrix_power(keeps, n) for n in range(len(measured))]
    predicted = torch.stack([power @ measured[0] for power in powers])
    # float32 rounds numbers of about 2 at each of up to 100 steps: 100 * 2 * eps is 2.4e-5.
    torch.testing.assert_close(measured, predicted, atol=1e-4, rtol=1e-4)


def test_the_contraction_does_not_predict_momentum(tmp_path):
    momentum = twin(BELOW, tmp_path, ("lr=lr)", "lr=lr, momentum=0.9)"))
    torch.testing.assert_close(offsets(momentum)[1], offsets(run(BELOW))[1])
    assert (offsets(momentum)[2] - offsets(run(BELOW))[2]).norm() > 0.1


@pytest.mark.parametrize(("settings", "limit"), LIMITS.values(), ids=LIMITS)
def test_each_kind_of_sgd_arrives_just_below_its_own_limit(settings, limit):
    assert distance_after(2000, 0.98 * limit, **settings) < 1e-6


@pytest.mark.parametrize(("settings", "limit"), LIMITS.values(), ids=LIMITS)
def test_each_kind_of_sgd_flies_apart_just_above_its_own_limit(settings, limit):
    assert distance_after(2000, 1.02 * limit, **settings) > 1e6


@pytest.mark.parametrize(("name", "kind", "settings"), ROWS, ids=[row[0] for row in ROWS])
def test_a_printed_row_is_that_of_its_optimizer(name, kind, settings):
    loss = run(OTHERS).globals["final_loss"]
    losses = [loss(kind, fraction, **settings) for fraction in (0.6, 0.9, 1.5, 2.0)]
    row = [f"{name:17}", *(f"{loss:9.3g}" for loss in losses)]
    assert " ".join(row) in run(OTHERS).output.splitlines()


def test_one_sample_at_a_time_flies_apart_where_all_samples_do_not():
    loss = run(OTHERS).globals["final_loss"]
    assert loss(optim.SGD, 0.9) < AT_REST < 1e6 < loss(optim.SGD, 0.9, batch_size=1)


def test_nesterov_flies_apart_where_plain_sgd_does_not():
    loss = run(OTHERS).globals["final_loss"]
    assert loss(optim.SGD, 0.9) < AT_REST < 1e6 < loss(optim.SGD, 0.9, **NESTEROV)


def test_momentum_bears_what_plain_sgd_does_not():
    loss = run(OTHERS).globals["final_loss"]
    assert loss(optim.SGD, 1.5, momentum=0.9) < AT_REST < 1e6 < loss(optim.SGD, 1.5)


def test_adam_does_not_fly_apart_at_a_hundred_times_the_limit_as_sgd_does():
    loss = run(OTHERS).globals["final_loss"]
    assert math.isfinite(loss(optim.Adam, 100))
    assert not math.isfinite(loss(optim.SGD, 100))


def test_a_single_sample_can_be_steeper_than_the_mean_of_all():
    x = run(OTHERS).globals["x"].double()
    steepest_sample = 2 * (x.square().max() + 1)  # of the Hessian 2 (x, 1) (x, 1)ᵀ of one sample
    assert steepest_sample > 2 * torch.linalg.eigvalsh(hessian(run(OTHERS)))[-1]


@pytest.mark.parametrize("row", [1, 2, 4], ids=[ROWS[row][0] for row in (1, 2, 4)])
def test_with_mini_batches_momentum_or_adam_the_loss_of_all_samples_may_rise(row):
    first = 400 * row  # each row of the table is four runs of 100 steps
    steps = run(OTHERS).steps[first : first + 100]
    losses = torch.stack([run(OTHERS).loss_of(**step.before) for step in steps])
    # Far more than a loss of about 0.01 rounds by.
    assert losses.diff().max() > 1e-4


def test_the_scheduler_after_the_optimizer_leaves_each_lr_two_epochs():
    lrs = [step.lr["weight"] for step in run(AFTER).steps]
    assert lrs == pytest.approx([0.4, 0.4, 0.04, 0.04, 0.004, 0.004])


def test_the_scheduler_before_the_optimizer_cuts_the_first_lr_short():
    lrs = [step.lr["weight"] for step in run(BEFORE).steps]
    assert lrs == pytest.approx([0.4, 0.04, 0.04, 0.004, 0.004, 0.0004])


def test_torch_warns_once_of_the_scheduler_before_the_optimizer():
    said = [str(warning.message) for warning in run(BEFORE).globals["caught"]]
    assert [text[:34] for text in said] == ["Detected call of `lr_scheduler.ste"]


def test_torch_does_not_warn_of_the_scheduler_after_the_optimizer():
    assert run(AFTER).warnings == []


def test_a_scheduler_counts_calls_and_not_epochs(tmp_path):
    twice = twin(AFTER, tmp_path, ("    scheduler.step()\n", "    scheduler.step()\n" * 2))
    lrs = [step.lr["weight"] for step in twice.steps]
    assert lrs == pytest.approx([0.4 * 0.1**epoch for epoch in range(6)])


def test_one_cycle_writes_another_learning_rate_after_each_batch():
    lrs = [step.lr["weight"] for step in run(ASK).steps]
    assert len(lrs) == len(set(lrs)) == 2 * 3


def test_one_cycle_refuses_more_calls_than_it_was_told_of():
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.4, total_steps=6)
    optimizer.step()
    for _ in range(6):
        scheduler.step()
    with pytest.raises(ValueError, match="The specified number of total steps is 6"):
        scheduler.step()


def test_reduce_on_plateau_asks_for_a_loss():
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'metrics'"):
        scheduler.step()


def test_reduce_on_plateau_lowers_lr_once_the_loss_has_stopped_falling():
    rates = [line.split()[-1] for line in run(ASK).output.splitlines() if "held-out" in line]
    assert rates == ["0.1000", "0.1000", "0.1000", "0.0100", "0.0100"]


def test_reduce_on_plateau_keeps_lr_while_the_loss_falls(tmp_path):
    falling = twin(ASK, tmp_path, ("(1.0, 0.8, 0.9, 0.8, 0.7)", "(1.0, 0.9, 0.8, 0.7, 0.6)"))
    assert falling.globals["lr"] == 0.1
