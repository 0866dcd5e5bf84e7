"""What docs/classification.md claims, and a broken twin that no claim lets past."""

import math
from functools import cache

import pytest
import torch
from helpers.broken_twins import BACKWARD, ZERO_GRAD, again, claims_in, twin_tests, wrong

# What other scripts' pages claim too; pytest runs it here.
from helpers.claims import (
    test_5_of_1000_seeds_end_where_the_bare_script_ends,
    test_1000_seeds_all_fall_at_each_step,
    test_data_and_start_are_to_the_bit_what_the_many_seeds_draw,
    test_loss_falls_at_each_of_100_steps,
    test_many_seeds_are_the_scripts_own,
    test_path_is_the_one_of_the_many_seeds,
)
from helpers.many_seeds import by_vmap, thousand
from helpers.runs import SNIPPETS
from helpers.series import gradients, losses, parameters
from torch.nn import functional
from torch.testing import assert_close

NAME = "classification.py"
FLOOR = math.log(math.e + 2) - 1  # cross-entropy of a softmax that is already one-hot, 3 classes
LEARNABLE = "y = x[:, :3].argmax(dim=1)\n"


# Second methods, in float64.


def logits(script):
    """What the model answered at each step, (step, sample, class)."""
    weight, bias = parameters(script)[:-1].split([30, 3], dim=1)
    return script.globals["x"].double() @ weight.view(-1, 3, 10).mT + bias[:, None]


def one_hot(script):
    return functional.one_hot(script.globals["y"], 3).double()


def accuracy(model, x, y):
    return (model(x).argmax(dim=1) == y).double().mean().item()


def adam(gradients, start, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The path that Adam takes through these gradients, by its paper's own lines."""
    path, m, v = [start], 0, 0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        path.append(path[-1] - lr * m_hat / (v_hat.sqrt() + eps))
    return torch.stack(path)


# To add n numbers in float32, in whatever order, is off by at most n · 6e-8 of their sizes' sum.
MEAN_OF_100 = 100 * 6e-8 * 1.5  # losses whose mean is below 1.5
SUM_OF_100 = 100 * 6e-8 * 1.0  # a hundredth of numbers whose mean size is below 1


# The claims.


def test_first_loss_is_as_near_ln_3_as_1000_seeds_are(script):
    far = (thousand(NAME).loss[:, 0] - math.log(3)).abs().max()
    assert abs(losses(script)[0] - math.log(3)) <= far


def test_loss_without_any_preference_is_ln_3(script):
    undecided = {name: torch.zeros_like(value) for name, value in script.steps[0].before.items()}
    assert_close(script.loss_of(**undecided).item(), math.log(3), rtol=0, atol=MEAN_OF_100)


def test_each_loss_is_the_mean_surprise_at_the_right_class(script):
    right = logits(script).softmax(dim=2)[:, torch.arange(100), script.globals["y"]]
    assert_close(losses(script), -right.log().mean(dim=1), rtol=0, atol=MEAN_OF_100)


def test_gradient_of_the_logits_is_softmax_minus_one_hot_over_n(script):
    keep = ("    loss.backward()", "    y_pred.retain_grad()\n    loss.backward()")
    y_pred = again(script, keep)["y_pred"]
    assert y_pred.grad is not None
    expected = (y_pred.detach().double().softmax(dim=1) - one_hot(script)) / 100
    # A hundredth of numbers below 1, each made by a few operations.
    assert_close(y_pred.grad.double(), expected, rtol=0, atol=1e-8)


def test_each_gradient_is_the_closed_form(script):
    error = (logits(script).softmax(dim=2) - one_hot(script)) / 100  # (step, sample, class)
    weight, bias = error.mT @ script.globals["x"].double(), error.sum(dim=1)
    expected = torch.cat([weight.flatten(1), bias], dim=1)
    assert_close(gradients(script), expected, rtol=0, atol=SUM_OF_100)


def test_first_step_is_the_learning_rate_times_the_sign_of_the_gradient(script):
    move, gradient = parameters(script)[:2].diff(dim=0)[0], gradients(script)[0]
    # eps takes the fraction eps / (|gradient| + eps) off the step. A weight below 1/2 is rounded by
    # 1.5e-8.
    shortened = 0.001 * 1e-8 / gradient.abs()
    assert ((move + 0.001 * gradient.sign()).abs() <= shortened + 3e-8).all()


def test_path_is_adams_by_hand(script):
    path = adam(gradients(script), start=parameters(script)[0])
    # Each of 100 steps rounds a weight below 1/2 by 1.5e-8.
    assert_close(parameters(script), path, rtol=0, atol=2e-6)


def taught(script):
    """What comes of the script where labels follow from the data, in long strides."""
    model = "model = nn.Linear(10, 3)\n"
    strides = ("lr=0.001", "lr=0.1"), ("range(100)", "range(300)")
    return again(script, (model, LEARNABLE + model), *strides)


def test_each_later_step_of_adam_is_shorter_than_its_first(script):
    lengths = parameters(script).diff(dim=0).norm(dim=1)
    # Rounding a parameter below 1/2 changes a step by 3e-8 at most, 3e-5 of the first one's 0.001
    # in each of 33 numbers; the second step is shorter by ten times that.
    assert (lengths[1:] < (1 - 6e-5) * lengths[0]).all()


def test_loss_gets_below_softmaxs_floor_where_labels_can_be_learned(script):
    assert taught(script)["loss"] < 0.2 * FLOOR


def longer(script):
    """What comes of the script in 1,000 steps, with 1,000 held-out samples of its own kind."""
    more = ("torch.randn(100, 10)", "torch.randn(1100, 10)"), ("(100,)", "(1100,)")
    model = "model = nn.Linear(10, 3)\n"
    held_out = "x_held_out, y_held_out = x[100:], y[100:]\nx, y = x[:100], y[:100]\n"
    return again(script, ("range(100)", "range(1000)"), *more, (model, held_out + model))


def test_training_accuracy_rises(script):
    end = longer(script)
    assert accuracy(end["model"], end["x"], end["y"]) > 0.45


def test_held_out_accuracy_stays_near_a_third(script):
    end = longer(script)
    held_out = accuracy(end["model"], end["x_held_out"], end["y_held_out"])
    assert_close(held_out, 1 / 3, rtol=0, atol=3 * math.sqrt(2 / 9 / 1000))  # 3 standard errors


def test_loop_of_the_classifier_is_the_line_s_own():
    def loop(name):
        source = (SNIPPETS / name).read_text("utf-8")
        lines = (line.split("#")[0].rstrip() for line in source.splitlines())
        return [line for line in lines if line.startswith("    ")][:5]

    assert loop(NAME) == loop("linear_regression.py")
    assert loop(NAME)[-1] == "    optimizer.step()"


def test_cross_entropy_of_class_numbers_is_log_softmax_and_nll_loss(names):
    last = names["loss"].grad_fn
    assert [last.name(), last.next_functions[0][0].name()] == [
        "NllLossBackward0",
        "LogSoftmaxBackward0",
    ]


def test_adam_keeps_two_averages_and_a_counter_for_each_parameter(names):
    state = names["optimizer"].state
    assert set(state) == set(names["model"].parameters())
    assert all(kept.keys() == {"step", "exp_avg", "exp_avg_sq"} for kept in state.values())


# The broken twins.

FALLS = test_loss_falls_at_each_of_100_steps
NEAR_LN_3 = test_first_loss_is_as_near_ln_3_as_1000_seeds_are
UNDECIDED = test_loss_without_any_preference_is_ln_3
SURPRISE = test_each_loss_is_the_mean_surprise_at_the_right_class
LOGITS = test_gradient_of_the_logits_is_softmax_minus_one_hot_over_n
CLOSED_FORM = test_each_gradient_is_the_closed_form
FIRST_STEP = test_first_step_is_the_learning_rate_times_the_sign_of_the_gradient
ADAM = test_path_is_adams_by_hand
SHORTER = test_each_later_step_of_adam_is_shorter_than_its_first
BELOW_FLOOR = test_loss_gets_below_softmaxs_floor_where_labels_can_be_learned
MEMORIZES = test_training_accuracy_rises
HELD_OUT = test_held_out_accuracy_stays_near_a_third
DRAWS = test_data_and_start_are_to_the_bit_what_the_many_seeds_draw
PATH = test_path_is_the_one_of_the_many_seeds

LABELS = "y = torch.randint(0, 3, (100,))  # (sample=100), each label 0, 1 or 2\n"
LOSS = "loss_fn(y_pred, y)\n"
MODEL = "model = nn.Linear(10, 3)\n"
SOFTMAX = (LOSS, "loss_fn(y_pred.softmax(dim=1), y)\n")

TWINS = {
    "no zero_grad": wrong((ZERO_GRAD, ""), breaks=[CLOSED_FORM, SHORTER, PATH]),
    "zero_grad between backward and step": wrong(
        (ZERO_GRAD, ""),
        (BACKWARD, BACKWARD + ZERO_GRAD),
        breaks=[FALLS, CLOSED_FORM, FIRST_STEP, ADAM, BELOW_FLOOR, MEMORIZES, PATH],
    ),
    "the loss wrapped in a new tensor": wrong(
        (LOSS, LOSS + "    loss = torch.tensor(loss.item(), requires_grad=True)\n"),
        breaks=[FALLS, NEAR_LN_3, SURPRISE, LOGITS, CLOSED_FORM, FIRST_STEP, ADAM, PATH],
    ),
    "one step short": wrong(("range(100)", "range(99)"), breaks=[FALLS, PATH]),
    "softmax before the loss": wrong(
        SOFTMAX, breaks=[SURPRISE, LOGITS, CLOSED_FORM, BELOW_FLOOR, PATH]
    ),
    "softmax in the prediction": wrong(
        ("model(x)", "model(x).softmax(dim=1)"), breaks=[SURPRISE, CLOSED_FORM, BELOW_FLOOR, PATH]
    ),
    "raw logits for log-probabilities": wrong(
        ("nn.CrossEntropyLoss()", "nn.NLLLoss()"),
        breaks=[NEAR_LN_3, UNDECIDED, SURPRISE, LOGITS, CLOSED_FORM, PATH],
    ),
    "the squared distance to one-hot": wrong(
        (LOSS, "nn.functional.mse_loss(y_pred, nn.functional.one_hot(y, 3).float())\n"),
        breaks=[NEAR_LN_3, UNDECIDED, SURPRISE, LOGITS, CLOSED_FORM, PATH],
    ),
    "the sum of the losses": wrong(
        ("nn.CrossEntropyLoss()", 'nn.CrossEntropyLoss(reduction="sum")'),
        breaks=[NEAR_LN_3, UNDECIDED, SURPRISE, LOGITS, CLOSED_FORM],
    ),
    "smoothed labels": wrong(
        ("nn.CrossEntropyLoss()", "nn.CrossEntropyLoss(label_smoothing=0.1)"),
        breaks=[SURPRISE, LOGITS, CLOSED_FORM, BELOW_FLOOR, PATH],
    ),
    "labels moved by one": wrong(
        (LOSS, "loss_fn(y_pred, (y + 1) % 3)\n"),
        breaks=[SURPRISE, LOGITS, CLOSED_FORM, MEMORIZES, PATH],
    ),
    "half of the data": wrong(
        (LOSS, "loss_fn(y_pred[:50], y[:50])\n"), breaks=[SURPRISE, LOGITS, CLOSED_FORM, PATH]
    ),
    "labels that can be learned": wrong((LABELS, LABELS + LEARNABLE), breaks=[HELD_OUT, DRAWS]),
    "one label for all": wrong((LABELS, LABELS + "y = 0 * y\n"), breaks=[HELD_OUT, DRAWS, PATH]),
    "data ten times as large": wrong(
        ("torch.randn(100, 10)", "10 * torch.randn(100, 10)"), breaks=[NEAR_LN_3, DRAWS, PATH]
    ),
    "the model before the data": wrong(
        (MODEL, ""), ("x = torch", MODEL + "x = torch"), breaks=[DRAWS, PATH]
    ),
    "a large start": wrong(
        (MODEL, MODEL + "nn.init.normal_(model.weight)\n"),
        breaks=[NEAR_LN_3, DRAWS, PATH],
    ),
    "a frozen weight": wrong(
        (MODEL, MODEL + "model.weight.requires_grad_(False)\n"),
        breaks=[CLOSED_FORM, FIRST_STEP, ADAM, BELOW_FLOOR, MEMORIZES, PATH],
    ),
    "SGD for Adam": wrong(("optim.Adam", "optim.SGD"), breaks=[FIRST_STEP, ADAM, MEMORIZES, PATH]),
    "AdamW for Adam": wrong(("optim.Adam", "optim.AdamW"), breaks=[FIRST_STEP, ADAM, PATH]),
    "a large eps": wrong(("lr=0.001", "lr=0.001, eps=0.1"), breaks=[FIRST_STEP, ADAM, PATH]),
    "each gradient by itself, no mean": wrong(
        ("lr=0.001", "lr=0.001, betas=(0.0, 0.999)"), breaks=[ADAM, PATH]
    ),
    "other betas": wrong(("lr=0.001", "lr=0.001, betas=(0.5, 0.9)"), breaks=[ADAM, PATH]),
    "weight decay": wrong(("lr=0.001", "lr=0.001, weight_decay=0.1"), breaks=[ADAM, PATH]),
    "uphill": wrong(
        ("lr=0.001", "lr=0.001, maximize=True"),
        breaks=[FALLS, FIRST_STEP, ADAM, SHORTER, BELOW_FLOOR, PATH],
    ),
    "a hundred times the learning rate": wrong(
        ("lr=0.001", "lr=0.1"), breaks=[FALLS, FIRST_STEP, ADAM, PATH]
    ),
}

TestTwins = twin_tests(TWINS, claims_in(globals()))


@pytest.mark.parametrize(
    "what",
    ["no zero_grad", "softmax before the loss", "raw logits for log-probabilities", "SGD for Adam"],
)
def test_loss_falls_at_each_step_of_wrong_programs_too(what, broken):
    test_loss_falls_at_each_of_100_steps(broken(*TWINS[what].changes))


# Softmax before the loss, where there is something to learn.


def test_floor_is_the_loss_of_a_softmax_that_is_sure_and_right():
    sure = torch.tensor([[1.0, 0.0, 0.0]]).double()
    assert_close(functional.cross_entropy(sure, torch.tensor([0])).item(), FLOOR)


def test_with_softmax_before_the_loss_training_ends_just_above_the_floor(broken):
    assert FLOOR < taught(broken(SOFTMAX))["loss"] < FLOOR + 0.05


# Many seeds at once.


def test_1000_seeds_begin_near_ln_3():
    # Above it, as a start that prefers classes without a reason is wrong more than it is right.
    first = thousand(NAME).loss[:, 0]
    assert math.log(3) < first.mean() < math.log(3) + 0.2


def test_most_of_1000_seeds_begin_above_ln_3_and_some_below():
    above = thousand(NAME).loss[:, 0] > math.log(3)
    assert 950 < above.sum() < 1000  # 986 here, where rounding changes none but those within 1e-6


def test_1000_seeds_all_step_shorter_at_the_end():
    lengths = thousand(NAME).parameters.diff(dim=1).norm(dim=2)
    assert (lengths[:, -1] < 0.9 * lengths[:, 0]).all()


@cache
def long_trainings():
    """200 seeds for as long as 1,500 steps of the script would take them, in longer strides."""
    return by_vmap(NAME, range(1000, 1200), steps=150, lr=0.01)


def accuracies(trainings, step, x, y):
    """The accuracy of each seed's model as this step found it, (seed)."""
    y_pred = x @ trainings.weight[:, step].mT + trainings.bias[:, step, None]
    return (y_pred.argmax(dim=2) == y).double().mean(dim=1)


def test_long_training_raises_the_training_accuracy_of_every_seed():
    trainings = long_trainings()
    before = accuracies(trainings, 0, trainings.x, trainings.y)
    after = accuracies(trainings, -1, trainings.x, trainings.y)
    assert (after > before).all()
    assert after.mean() > 0.45


@pytest.mark.parametrize("step", [0, -1], ids=["before", "after"])
def test_held_out_accuracy_stays_a_third_over_many_seeds(step):
    torch.manual_seed(0)
    x, y = torch.randn(200, 100, 10), torch.randint(0, 3, (200, 100))
    standard_error = math.sqrt(2 / 9 / y.numel())
    mean = accuracies(long_trainings(), step, x, y).mean().item()
    assert_close(mean, 1 / 3, rtol=0, atol=3 * standard_error)
