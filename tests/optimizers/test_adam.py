"""What docs/optimizers/adam.md claims."""

import pytest
import torch
from printed import table
from runs import run, twin
from torch import nn, optim

FIRST = "optimizers/adam/first_step_is_lr.py"
HAND = "optimizers/adam/by_hand.py"
SCALE = "optimizers/adam/ignores_scale.py"
DECAY = "optimizers/adam/decay.py"


def ends(recording):
    """The weight after each of the four trainings of ten epochs."""
    return [recording.steps[last].after["model.weight"].item() for last in (9, 19, 29, 39)]


def decayed(recording, kind):
    return recording.globals["kept"](kind, 0.1) - recording.globals["kept"](kind, 0.0)


def test_adam_s_first_step_is_lr_against_the_sign_of_the_gradient():
    names = run(FIRST).globals
    expected = -0.001 * names["gradients"].sign()
    torch.testing.assert_close(names["by_adam"].detach(), expected, rtol=2e-4, atol=0)


def test_sgd_s_first_step_is_lr_times_the_gradient():
    names = run(FIRST).globals
    torch.testing.assert_close(names["by_sgd"].detach(), -0.001 * names["gradients"])


def test_with_a_large_eps_small_gradients_move_less_than_lr(tmp_path):
    by_adam = twin(
        FIRST, tmp_path, ("Adam([by_adam], lr=0.001", "Adam([by_adam], lr=0.001, eps=1.0")
    )
    assert by_adam.globals["by_adam"][3].abs() < 1e-6


def test_the_classifier_s_first_step_is_0_001_in_every_weight():
    step = run("classification.py").steps[0]
    moved = (step.after["model.weight"] - step.before["model.weight"]).abs()
    torch.testing.assert_close(moved, torch.full_like(moved, 0.001), atol=5e-5, rtol=0)


def test_the_classifier_s_second_step_is_not():
    step = run("classification.py").steps[50]
    moved = (step.after["model.weight"] - step.before["model.weight"]).abs()
    assert (moved - 0.001).abs().max() > 5e-5


def test_adam_by_hand_follows_torch():
    names = run(HAND).globals
    assert names["by_hand"] == pytest.approx(names["weight"].item(), rel=1e-9)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("m / (1 - beta1**t)", "m"), id="no bias correction of m"),
        pytest.param(("v / (1 - beta2**t)", "v"), id="no bias correction of v"),
        pytest.param(("(1 - beta2) * g**2", "(1 - beta2) * abs(g)"), id="no square"),
    ],
)
def test_adam_by_hand_with_a_part_missing_does_not_follow(change, tmp_path):
    names = twin(HAND, tmp_path, change).globals
    assert names["by_hand"] != pytest.approx(names["weight"].item(), rel=1e-3)


def test_adam_ignores_the_scale_of_the_loss():
    _, _, once, thousandfold = ends(run(SCALE))
    assert thousandfold == pytest.approx(once, rel=1e-5)


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
    torch.testing.assert_close(change, change[:1].expand(3), rtol=1e-3, atol=1e-5)


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
