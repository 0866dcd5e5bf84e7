"""What docs/custom_loss.md claims, and a broken twin that no claim lets past."""

import pytest
import torch
from helpers.broken_twins import BACKWARD, STEP, ZERO_GRAD, again, claims_in, twin_tests, wrong

# What other scripts' pages claim too; pytest runs it here.
from helpers.claims import (
    test_5_of_1000_seeds_end_where_the_bare_script_ends,
    test_1000_more_steps_lead_within_a_twentieth_of_2_and_1,
    test_1000_seeds_all_come_closer_to_their_best_line_at_each_step,
    test_1000_seeds_all_end_below_a_tenth,
    test_1000_seeds_all_fall_at_each_step,
    test_a_large_learning_rate_is_noticed_in_a_few_of_many_seeds,
    test_data_and_start_are_to_the_bit_what_the_many_seeds_draw,
    test_each_step_comes_closer_to_the_best_line_of_the_data,
    test_each_step_is_the_learning_rate_times_the_gradient_downhill,
    test_end_is_within_what_1000_seeds_never_left,
    test_loss_ends_below_a_tenth_of_where_it_began,
    test_loss_falls_at_each_of_100_steps,
    test_many_seeds_are_the_scripts_own,
    test_path_is_the_one_of_the_many_seeds,
)
from helpers.least_squares import distances, features, targets
from helpers.runs import run
from helpers.series import gradients, losses, parameters
from torch.nn import functional
from torch.testing import assert_close

NAME = "custom_loss.py"


# Second methods, in float64.


def errors(script):
    """The prediction's error for each sample at each step, (sample, step)."""
    return features(script) @ parameters(script)[:-1].T - targets(script)


# The claims.


def test_each_loss_is_torchs_mse_and_a_tenth_of_torchs_l1(script):
    zero = torch.zeros_like(errors(script))
    mse = functional.mse_loss(errors(script), zero, reduction="none").mean(dim=0)
    l1 = functional.l1_loss(errors(script), zero, reduction="none").mean(dim=0)
    assert_close(losses(script), mse + 0.1 * l1, rtol=1e-5, atol=1e-6)


def test_each_gradient_is_the_closed_form(script):
    pull = 2 * errors(script) + 0.1 * errors(script).sign()  # (sample, step)
    assert_close(gradients(script), pull.T @ features(script) / 100, rtol=1e-5, atol=1e-6)


def test_gradient_is_0_where_the_error_is_0(script):
    y_true = torch.tensor([3.0, 3.0, 3.0, 3.0])
    y_pred = torch.tensor([3.0, 5.0, 2.0, 3.0], requires_grad=True)  # errors 0, 2, -1, 0
    loss = again(script)["custom_loss"](y_pred, y_true)
    (gradient,) = torch.autograd.grad(loss, y_pred)
    assert_close(gradient, torch.tensor([0.0, 4.1, -2.1, 0.0]) / 4)


def test_first_gradient_is_longer_than_the_line_s_at_the_same_start(script):
    line = run("linear_regression.py")
    assert torch.equal(parameters(script)[0], parameters(line)[0])
    assert (gradients(script)[0].abs() > gradients(line)[0].abs()).all()


def test_each_step_is_nearer_than_mse_alone_has_come(script):
    assert (distances(script)[1:] < distances(run("linear_regression.py"))[1:]).all()


# The broken twins.

FALLS = test_loss_falls_at_each_of_100_steps
TENTH = test_loss_ends_below_a_tenth_of_where_it_began
APPROACHES = test_each_step_comes_closer_to_the_best_line_of_the_data
IN_BOUNDS = test_end_is_within_what_1000_seeds_never_left
ARRIVES = test_1000_more_steps_lead_within_a_twentieth_of_2_and_1
SUM = test_each_loss_is_torchs_mse_and_a_tenth_of_torchs_l1
CLOSED_FORM = test_each_gradient_is_the_closed_form
ZERO_AT_ZERO = test_gradient_is_0_where_the_error_is_0
SGD = test_each_step_is_the_learning_rate_times_the_gradient_downhill
LONGER = test_first_gradient_is_longer_than_the_line_s_at_the_same_start
NEARER = test_each_step_is_nearer_than_mse_alone_has_come
DRAWS = test_data_and_start_are_to_the_bit_what_the_many_seeds_draw
PATH = test_path_is_the_one_of_the_many_seeds

ERROR = "torch.abs(y_pred - y_true)"
SUM_OF_BOTH = "mse + 0.1 * l1"
LOSS = "custom_loss(y_pred, y)\n"
MODEL = "model = nn.Linear(1, 1)\n"

TWINS = {
    "no L1 term": wrong(
        (SUM_OF_BOTH, "mse"), breaks=[SUM, CLOSED_FORM, ZERO_AT_ZERO, LONGER, NEARER, PATH]
    ),
    "the L1 term detached": wrong(
        (SUM_OF_BOTH, "mse + 0.1 * l1.detach()"), breaks=[CLOSED_FORM, ZERO_AT_ZERO, NEARER, PATH]
    ),
    "the L1 term as a number": wrong(
        (SUM_OF_BOTH, "mse + 0.1 * l1.item()"), breaks=[CLOSED_FORM, ZERO_AT_ZERO, NEARER, PATH]
    ),
    "the L1 term ten times as large": wrong(
        (SUM_OF_BOTH, "mse + l1"), breaks=[SUM, CLOSED_FORM, ZERO_AT_ZERO, PATH]
    ),
    "the L1 term subtracted": wrong(
        (SUM_OF_BOTH, "mse - 0.1 * l1"),
        breaks=[SUM, CLOSED_FORM, ZERO_AT_ZERO, LONGER, NEARER, PATH],
    ),
    "the L1 term of the weight": wrong(
        (ERROR, "torch.abs(model.weight)"),
        breaks=[TENTH, ARRIVES, SUM, CLOSED_FORM, ZERO_AT_ZERO, NEARER, PATH],
    ),
    "the average of both": wrong(
        (SUM_OF_BOTH, "(mse + l1) / 2"), breaks=[TENTH, SUM, CLOSED_FORM, ZERO_AT_ZERO, NEARER]
    ),
    "L1 alone": wrong(
        (SUM_OF_BOTH, "l1"), breaks=[TENTH, SUM, CLOSED_FORM, ZERO_AT_ZERO, NEARER, PATH]
    ),
    "the MSE detached": wrong(
        (SUM_OF_BOTH, "mse.detach() + 0.1 * l1"),
        breaks=[TENTH, IN_BOUNDS, CLOSED_FORM, ZERO_AT_ZERO, NEARER, PATH],
    ),
    "a root of a square for abs": wrong(
        (ERROR, "torch.sqrt((y_pred - y_true) ** 2)"), breaks=[ZERO_AT_ZERO]
    ),
    "a case by case abs": wrong(
        (ERROR, "torch.where(y_pred >= y_true, y_pred - y_true, y_true - y_pred)"),
        breaks=[ZERO_AT_ZERO],
    ),
    "the sum of both over the samples": wrong(
        (SUM_OF_BOTH, "100 * (mse + 0.1 * l1)"),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, SUM, CLOSED_FORM, ZERO_AT_ZERO, PATH],
    ),
    "no zero_grad": wrong(
        (ZERO_GRAD, ""), breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, NEARER, PATH]
    ),
    "zero_grad between backward and step": wrong(
        (ZERO_GRAD, ""),
        (BACKWARD, BACKWARD + ZERO_GRAD),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, SGD, NEARER, PATH],
    ),
    "the loss wrapped in a new tensor": wrong(
        (LOSS, LOSS + "    loss = torch.tensor(loss.item(), requires_grad=True)\n"),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, SUM, CLOSED_FORM, SGD, NEARER, PATH],
    ),
    "one step short": wrong(("range(100)", "range(99)"), breaks=[FALLS, PATH]),
    "a (N,) target": wrong(
        (LOSS, "custom_loss(y_pred, y.squeeze(1))\n"),
        breaks=[TENTH, APPROACHES, IN_BOUNDS, SUM, CLOSED_FORM, NEARER, PATH],
    ),
    "half of the data": wrong(
        (LOSS, "custom_loss(y_pred[:50], y[:50])\n"), breaks=[SUM, CLOSED_FORM, PATH]
    ),
    "another slope": wrong(("y = 2 * x", "y = 3 * x"), breaks=[IN_BOUNDS, ARRIVES, DRAWS, PATH]),
    "ten times the noise": wrong(
        ("0.1 * torch.randn", "1.0 * torch.randn"), breaks=[TENTH, ARRIVES, DRAWS, PATH]
    ),
    "the model before the data": wrong(
        (MODEL, ""), ("x = torch.randn(", MODEL + "x = torch.randn("), breaks=[DRAWS, PATH]
    ),
    "a frozen weight": wrong(
        (MODEL, MODEL + "model.weight.requires_grad_(False)\n"),
        breaks=[TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, SGD, NEARER, PATH],
    ),
    "Adam for SGD": wrong(("optim.SGD", "optim.Adam"), breaks=[TENTH, SGD, NEARER, PATH]),
    "momentum": wrong(("lr=0.01", "lr=0.01, momentum=0.9"), breaks=[FALLS, APPROACHES, SGD, PATH]),
    "ten times the learning rate": wrong(("lr=0.01", "lr=0.1"), breaks=[FALLS, SGD, PATH]),
}

TestTwins = twin_tests(TWINS, claims_in(globals()))


@pytest.mark.parametrize("what", ["the L1 term detached", "a (N,) target", "L1 alone"])
def test_loss_falls_at_each_step_of_wrong_programs_too(what, broken):
    test_loss_falls_at_each_of_100_steps(broken(*TWINS[what].changes))


@pytest.mark.parametrize("what", ["the L1 term detached", "the L1 term as a number"])
def test_right_loss_does_not_prove_a_right_gradient(what, broken):
    SUM(broken(*TWINS[what].changes))
