"""What docs/optimizers/adam.md claims."""

import math
from itertools import pairwise

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from torch import nn, optim

FIRST = "optimizers/adam/first_step_is_lr.py"
LONG = "optimizers/adam/how_long_steps_are.py"
BESIDE = "optimizers/adam/beside_sgd.py"
HAND = "optimizers/adam/by_hand.py"
SCALE = "optimizers/adam/ignores_scale.py"
DECAY = "optimizers/adam/decay.py"


def ends(recording):
    """The weight after each of the four trainings of ten epochs."""
    return [recording.steps[last].after["model.weight"].item() for last in (9, 19, 29, 39)]


def decayed(recording, kind):
    return recording.globals["kept"](kind, 0.1) - recording.globals["kept"](kind, 0.0)


def step_lengths(gradients):
    """Each step of a weight under these gradients, against them, in units of lr."""
    weight = nn.Parameter(torch.zeros((), dtype=torch.float64))
    optimizer = optim.Adam([weight], lr=0.001)
    weights = [weight.item()]
    for gradient in gradients:
        weight.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        weights.append(weight.item())
    return [(before - after) / 0.001 for before, after in pairwise(weights)]


def longest_last_step(steps):
    """The longest last step after so many gradients, whichever they are, in units of lr.

    With r = β1² / β2 and the lag k of a gradient, Cauchy and Schwarz give
    (Σ β1^k g)² <= Σ r^k · Σ β2^k g², the sums that are in Adam's two means.
    """
    ratio = 0.9**2 / 0.999
    lags = (1 - ratio**steps) / (1 - ratio)
    corrected = math.sqrt(1 - 0.999**steps) / (1 - 0.9**steps)
    return (1 - 0.9) / math.sqrt(1 - 0.999) * math.sqrt(lags) * corrected


LONGEST = (1 - 0.9) / math.sqrt((1 - 0.999) * (1 - 0.9**2 / 0.999))  # as the page says


def last_steps():
    """How long the last step of each of the six sequences was, in units of lr."""
    return run(LONG).globals["moved"].tolist()


def test_adam_s_first_step_is_lr_against_the_sign_of_the_gradient():
    names = run(FIRST).globals
    expected = -0.001 * names["gradients"].sign()
    # The smallest gradient is 1e-4, so that eps = 1e-8 takes a ten-thousandth off.
    torch.testing.assert_close(names["by_adam"].detach(), expected, rtol=2e-4, atol=0)


def test_sgd_s_first_step_is_lr_times_the_gradient():
    names = run(FIRST).globals
    torch.testing.assert_close(names["by_sgd"].detach(), -0.001 * names["gradients"])


def test_with_a_large_eps_small_gradients_move_less_than_lr(tmp_path):
    by_adam = twin(
        FIRST, tmp_path, ("Adam([by_adam], lr=0.001", "Adam([by_adam], lr=0.001, eps=1.0")
    )
    assert by_adam.globals["by_adam"][3].abs() < 1e-6


def test_with_an_eps_of_0_a_weight_without_gradient_is_0_divided_by_0(tmp_path):
    by_adam = twin(
        FIRST, tmp_path, ("Adam([by_adam], lr=0.001", "Adam([by_adam], lr=0.001, eps=0.0")
    )
    assert by_adam.globals["by_adam"][4].isnan()


@pytest.mark.parametrize(("gradient", "share"), [(1e-7, 1 / 1.1), (1e-8, 1 / 2), (1e-9, 1 / 11)])
def test_a_first_gradient_near_eps_moves_a_weight_by_less_than_lr(gradient, share):
    assert step_lengths([gradient]) == pytest.approx([share])


def test_adam_s_first_step_is_a_diagonal_where_the_gradient_is_nearly_along_one_weight():
    weights = nn.Parameter(torch.zeros(2))
    weights.grad = torch.tensor([1.0, 0.001])
    optim.Adam([weights], lr=0.001).step()
    # eps = 1e-8 takes a hundred-thousandth off the second one.
    torch.testing.assert_close(weights[0], weights[1], rtol=2e-5, atol=0)


def test_in_a_ravine_adam_sets_out_along_a_diagonal_and_sgd_along_the_gradient():
    steps = run(BESIDE).steps
    sgd, adam = [step for n, step in enumerate(steps) if n == 0 or step.lr != steps[n - 1].lr]
    moved = {"SGD": sgd.after["place"] - sgd.before["place"]}
    moved["Adam"] = adam.after["place"] - adam.before["place"]
    gradient = torch.tensor([2.0, 25.0], dtype=torch.float64)
    torch.testing.assert_close(moved["SGD"], -0.07 * gradient)
    # Off by eps, 1e-8, as a part of the gradient.
    torch.testing.assert_close(moved["Adam"], -0.1 * gradient.sign(), rtol=1e-8, atol=0)


def test_the_classifier_s_first_step_is_lr_in_every_weight():
    step = run("classification.py").steps[0]
    moved = (step.after["model.weight"] - step.before["model.weight"]).abs()
    size = step.grad["model.weight"].abs()
    # The weights are below 1, and so are rounded by less than eps of float32, before and after.
    torch.testing.assert_close(moved, 0.001 * size / (size + 1e-8), rtol=0, atol=2.4e-7)


def test_halfway_the_classifier_s_steps_are_shorter_than_lr_in_every_weight():
    step = run("classification.py").steps[50]
    moved = (step.after["model.weight"] - step.before["model.weight"]).abs()
    assert (moved < 0.99 * 0.001).all()  # rounding a weight below 1/2 moves a step by 3e-5 of that


@pytest.mark.parametrize("number", [0, 1], ids=["10000", "0.0001"])
def test_adam_s_steps_stay_lr_long_while_gradients_keep_sign_and_size(number):
    # eps = 1e-8 takes a ten-thousandth off where the gradients are 1e-4.
    assert last_steps()[number] == pytest.approx(1, rel=2e-4)


def test_adam_s_steps_under_gradients_as_small_as_eps_are_half_of_lr():
    # A gradient of 1e-8 in float32 is 1e-8 to an eps of 1.2e-7.
    assert last_steps()[2] == pytest.approx(1 / 2, rel=1e-6)


def test_under_gradients_of_alternating_sign_adam_s_step_is_a_twentieth_of_lr():
    # Their mean is a geometric sum, (1 - β1) / (1 + β1); that of their squares is 1.
    assert last_steps()[3] == pytest.approx((1 - 0.9) / (1 + 0.9), rel=1e-6)


def test_after_a_sudden_large_gradient_adam_s_step_is_three_times_lr():
    # Both means then hold it alone, but for a thousandth; that of the squares is corrected.
    alone = (1 - 0.9) / math.sqrt((1 - 0.999) / (1 - 0.999**3000))
    assert last_steps()[4] == pytest.approx(alone, rel=2e-3)


def test_while_gradients_grow_adam_s_step_is_seven_times_lr():
    assert 7 < last_steps()[5] < LONGEST


@pytest.mark.parametrize("steps", [1, 2, 5, 20, 200])
def test_some_gradients_make_adam_s_last_step_as_long_as_cauchy_and_schwarz_allow(steps):
    growing = [(0.999 / 0.9) ** step for step in range(steps)]
    assert step_lengths(growing)[-1] == pytest.approx(longest_last_step(steps), rel=1e-6)


def test_no_gradients_make_adam_s_step_longer_than_the_page_s_bound():
    assert max(map(longest_last_step, range(1, 20_001))) <= LONGEST


def test_adam_by_hand_follows_torch():
    names = run(HAND).globals
    assert names["by_hand"] == pytest.approx(names["weight"].item(), rel=1e-9)


def test_under_random_gradients_each_of_adam_s_steps_after_the_first_is_shorter_than_lr():
    moved = [(s.after["weight"] - s.before["weight"]).abs().item() for s in run(HAND).steps]
    assert max(moved[1:]) < 0.01
    assert len(moved) == 100


@pytest.mark.parametrize(("beta", "steps"), [(0.9, 50), (0.999, 5000)], ids=["m", "v"])
def test_adam_s_bias_correction_fades(beta, steps):
    assert 1 / (1 - beta**steps) == pytest.approx(1, abs=0.01)
    assert 1 / (1 - beta ** (steps // 10)) > 1.5


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("m / (1 - beta1**t)", "m"), id="no bias correction of m"),
        pytest.param(("v / (1 - beta2**t)", "v"), id="no bias correction of v"),
        pytest.param(("(1 - beta2) * g**2", "(1 - beta2) * abs(g)"), id="no square"),
    ],
)
def test_adam_by_hand_with_a_part_missing_does_not_follow(change):
    names = twin_names(HAND, change)
    assert names["by_hand"] != pytest.approx(names["weight"].item(), rel=1e-3)


def test_adam_ignores_the_scale_of_the_loss():
    _, _, once, thousandfold = ends(run(SCALE))
    # A gradient is a sum over 100 samples, right to 100 · eps; so are ten steps of 0.01.
    assert thousandfold == pytest.approx(once, rel=1e-5)


def test_adam_does_not_ignore_a_scale_that_brings_gradients_near_eps(tmp_path):
    start = run(SCALE).steps[0].before["model.weight"].item()
    _, _, once, tiny = ends(twin(SCALE, tmp_path, ("(1, 1000)", "(1, 1e-9)")))
    assert abs(tiny - start) < 0.5 * abs(once - start)


def test_adam_ends_alike_with_the_sum_of_the_losses_as_with_their_mean(tmp_path):
    _, _, summed, _ = ends(
        twin(SCALE, tmp_path, ("(model(x), y)", "(model(x), y, reduction='sum')"))
    )
    assert summed == pytest.approx(ends(run(SCALE))[2], rel=1e-5)


def test_sgd_goes_away_from_the_line_with_the_sum_of_the_losses_and_not_with_their_mean(tmp_path):
    summed, *_ = ends(twin(SCALE, tmp_path, ("(model(x), y)", "(model(x), y, reduction='sum')")))
    start = run(SCALE).steps[0].before["model.weight"].item()
    assert abs(ends(run(SCALE))[0] - 2) < abs(start - 2) < 0.5 * abs(summed - 2)


def test_sgd_does_not_ignore_the_scale_of_the_loss():
    once, thousandfold, _, _ = ends(run(SCALE))
    assert abs(once) < 2 < 1e6 < abs(thousandfold)


def test_at_scale_1_sgd_takes_the_first_script_s_steps():
    first_script = run("linear_regression.py").steps[9].after["model.weight"].item()
    assert ends(run(SCALE))[0] == pytest.approx(first_script, rel=1e-6)


def test_the_scale_of_one_term_of_a_sum_matters(tmp_path):
    # One term wants the weight at 20; the other, which is scaled, wants it at -2.
    scaled = "scale * nn.functional.mse_loss(model(x), "
    up = "nn.functional.mse_loss(model(x), 10 * y)"
    _, _, once, thousandfold = ends(twin(SCALE, tmp_path, (f"{scaled}y)", f"{up} + {scaled}-y)")))
    assert thousandfold < run(SCALE).steps[0].before["model.weight"].item() < once


def test_adamw_decays_weights_alike_whatever_their_gradients():
    change = decayed(run(DECAY), optim.AdamW)
    # Weights near 1, rounded at each of 300 steps of two runs: 600 · eps is 7e-5.
    torch.testing.assert_close(change, change[:1].expand(3), rtol=0, atol=1e-4)


def test_adam_decays_a_weight_less_the_larger_its_gradients():
    large, medium, small = decayed(run(DECAY), optim.Adam).abs()
    assert large < 0.1 * medium < 0.1 * small


def test_printed_decay_is_that_of_each_kind():
    changes = torch.stack([decayed(run(DECAY), kind) for kind in (optim.Adam, optim.AdamW)])
    printed = table(DECAY, begin="Adam")
    torch.testing.assert_close(printed, changes.double(), rtol=0, atol=6e-4)


def test_adamw_multiplies_by_one_minus_lr_times_decay():
    weight = nn.Parameter(torch.ones(3, dtype=torch.float64))
    weight.grad = torch.zeros_like(weight)
    optim.AdamW([weight], lr=0.01, weight_decay=0.1).step()
    torch.testing.assert_close(weight.detach(), torch.full_like(weight, 1 - 0.01 * 0.1))


def test_adam_with_decay_and_no_gradient_takes_a_full_step():
    weight = nn.Parameter(torch.ones(3, dtype=torch.float64))
    weight.grad = torch.zeros_like(weight)
    optim.Adam([weight], lr=0.01, weight_decay=0.1).step()
    torch.testing.assert_close(weight.detach(), torch.full_like(weight, 1 - 0.01))


def test_adamw_does_not_decay_a_weight_whose_gradient_is_none():
    weight = nn.Parameter(torch.ones(3))
    optim.AdamW([weight], lr=0.01, weight_decay=0.1).step()
    assert weight.grad is None
    assert (weight == 1).all()
