"""What docs/optimizers/index.md claims."""

import pytest
import torch
from helpers.least_squares import hessian
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from torch import nn, optim

HALF = "optimizers/step_needs_no_loss.py"
SAME = "optimizers/same_parameter_object.py"
HAND = "optimizers/sgd_by_hand.py"
FALL = "optimizers/fall_of_the_loss.py"

NOT_PLAIN = {
    "momentum": (optim.SGD, {"momentum": 0.9}),
    "weight decay": (optim.SGD, {"weight_decay": 1.0}),
    "Adam": (optim.Adam, {}),
    "AdamW": (optim.AdamW, {}),
}


def aside(kind, earlier=((1.0, 0.0),), **settings):
    """What share of the last step, for the gradient (0, 1), leads aside."""
    weights = nn.Parameter(torch.ones(2))
    optimizer = kind([weights], lr=0.1, **settings)
    for gradient in [*earlier, (0.0, 1.0)]:
        before = weights.detach().clone()
        weights.grad = torch.tensor(gradient)
        optimizer.step()
    step = weights.detach() - before
    return (step[0].abs() / step.norm()).item()


def test_step_moves_a_weight_by_lr_times_its_gradient():
    step = run(HALF).steps[0]
    torch.testing.assert_close(step.after["weight"], step.before["weight"] - 0.1 * 10)


def test_step_needs_no_loss():
    assert run(HALF).steps[0].losses == ()


def test_without_a_gradient_step_moves_nothing(tmp_path):
    half = twin(HALF, tmp_path, ("weight.grad = torch", "unused = torch"))
    assert half.steps[0].after["weight"].item() == 3


def test_a_negative_gradient_moves_a_weight_up(tmp_path):
    up = twin(HALF, tmp_path, ("[10.0]", "[-10.0]"))
    assert up.steps[0].after["weight"].item() == 4


def test_the_optimizer_holds_the_model_s_own_parameters():
    names = run(SAME).globals
    assert names["optimizer"].param_groups[0]["params"][0] is names["model"].weight


def test_every_line_that_the_script_prints_about_the_shared_object_says_true():
    assert [line.split()[-1] for line in run(SAME).output.splitlines()] == ["True"] * 5


def test_what_the_optimizer_finds_is_the_gradient_of_the_loss():
    names, step = run(SAME).globals, run(SAME).steps[0]
    errors = step.before["model.weight"] * names["x"] + step.before["model.bias"] - names["y"]
    torch.testing.assert_close(step.grad["model.weight"], 2 * (errors * names["x"]).mean(0)[None])


def test_what_step_writes_into_the_shared_memory_is_another_weight():
    step = run(SAME).steps[0]
    moved = step.after["model.weight"] - step.before["model.weight"]
    torch.testing.assert_close(moved, -0.01 * step.grad["model.weight"])


def test_an_optimizer_that_holds_copies_finds_no_gradient(tmp_path):
    copies = twin(
        SAME,
        tmp_path,
        (
            "optim.SGD(model.parameters()",
            "optim.SGD([p.clone().detach() for p in [*model.parameters()]]",
        ),
        ("held[0].grad is model.weight.grad", "held[0].grad is not None"),
    )
    assert "finds its gradient: False" in copies.output


def test_sgd_by_hand_follows_torch_for_100_steps():
    names = run(HAND).globals
    ours, theirs = (
        torch.cat([*map(torch.flatten, names[n].parameters())]) for n in ("by_hand", "model")
    )
    # 100 steps between numbers below 2: two roundings each by hand, one where a kernel fuses them.
    torch.testing.assert_close(ours, theirs, rtol=0, atol=100 * 3 * 2 * torch.finfo().eps)


def test_sgd_by_hand_with_another_learning_rate_does_not_follow_torch():
    names = twin_names(HAND, ("-= 0.01 *", "-= 0.011 *"))
    assert not torch.allclose(names["by_hand"].weight, names["model"].weight, atol=1e-3)


@pytest.mark.parametrize("number", range(4), ids=["lr 0.001", "lr 0.01", "lr 0.1", "lr 1"])
def test_the_loss_falls_by_what_a_parabola_promises(number):
    """The promise, lr · |g|², less half of lr² · g · H · g, which is what the slope changed."""
    recording = run(FALL)
    step = recording.steps[number]
    lr = step.lr["model.weight"]
    gradient = torch.cat([step.grad["model.weight"].flatten(), step.grad["model.bias"]]).double()
    changed = lr**2 / 2 * gradient @ hessian(recording) @ gradient
    promised = lr * gradient.dot(gradient) - changed
    fall = step.loss - recording.loss_of(**step.after)
    # Two losses below 2, means of 100 squares: added in any order they round by 100 · eps · 2.
    torch.testing.assert_close(fall.double(), promised, rtol=1e-3, atol=5e-5)


def test_each_printed_promise_is_lr_times_the_squared_gradient():
    lr, promised, _ = table(FALL).T
    squared = [sum(g.double().square().sum() for g in s.grad.values()) for s in run(FALL).steps]
    # Three decimals are printed.
    torch.testing.assert_close(promised, lr * torch.stack(squared), rtol=0, atol=6e-4)


def test_each_printed_fall_is_that_of_the_loss():
    after = [run(FALL).loss_of(**step.after).double() for step in run(FALL).steps]
    before = torch.tensor([step.loss for step in run(FALL).steps])
    *_, fell = table(FALL).T
    # Three decimals are printed.
    torch.testing.assert_close(fell, before - torch.stack(after), rtol=0, atol=6e-4)


def test_a_long_step_gets_a_small_part_of_what_was_promised():
    step = run(FALL).steps[3]
    promised = sum(gradient.pow(2).sum() for gradient in step.grad.values())
    assert 0 < step.loss - run(FALL).loss_of(**step.after) < 0.1 * promised


def test_sgd_without_momentum_and_decay_steps_exactly_against_the_gradient():
    assert aside(optim.SGD) == 0


def test_the_first_step_with_momentum_is_against_the_gradient():
    assert aside(optim.SGD, earlier=(), momentum=0.9) == 0


@pytest.mark.parametrize(("kind", "settings"), NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_with_momentum_decay_or_adam_a_step_is_not_against_the_gradient(kind, settings):
    assert aside(kind, **settings) > 0.1
