"""What docs/linear_regression.md claims, and a broken twin that no claim lets past."""

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
from helpers.least_squares import (
    distances,
    ends,
    features,
    hessian,
    least_squares,
    offsets,
    targets,
)
from helpers.series import ROUNDED, gradients, losses, parameters
from record.errors import RecordingError
from torch.func import vmap
from torch.testing import assert_close

NAME = "linear_regression.py"


# The claims.


def test_each_gradient_is_the_closed_form(script):
    x, y = features(script), targets(script)
    errors = x @ parameters(script)[:-1].T - y  # (sample, step)
    assert_close(gradients(script), 2 * errors.T @ x / len(x), rtol=1e-5, atol=1e-6)


def test_each_gradient_is_the_finite_difference_of_the_loss(script):
    def loss(parameters):
        weight, bias = parameters.view(2, 1)
        return script.loss_of(**{"model.weight": weight.view(1, 1), "model.bias": bias})

    at, h = parameters(script)[:-1, None], 1e-4  # (step, 1, element)
    nudges = h * torch.eye(2).double()
    above, below = (vmap(loss)((at + sign * nudges).flatten(0, 1)) for sign in (1, -1))
    slopes = ((above - below) / (2 * h)).view(-1, 2)
    assert_close(gradients(script), slopes, rtol=1e-5, atol=1e-6)


def test_path_is_the_predicted_contraction(script):
    # Each step keeps 1 - lr * λ of the error along each eigenvector of the Hessian.
    eigenvalues, eigenvectors = torch.linalg.eigh(hessian(script))
    kept = (1 - 0.01 * eigenvalues) ** torch.arange(101)[:, None]  # (step + 1, direction)
    start = offsets(script)[0] @ eigenvectors
    predicted = least_squares(script) + (kept * start) @ eigenvectors.T
    assert_close(parameters(script), predicted, rtol=0, atol=ROUNDED)


def test_loss_bends_up_on_a_logarithmic_axis_as_each_step_keeps_more_of_it(script):
    kept = losses(script)[1:] / losses(script)[:-1]
    # A sum of shrinking powers is log-convex; float32 is off by less than the growth, 5e-5 a step.
    assert (kept.diff() > 0).all()


def test_what_the_loss_has_above_the_noise_bends_up_on_a_logarithmic_axis(script):
    lowest = (features(script) @ least_squares(script)[:, None] - targets(script)).square().mean()
    kept = (losses(script)[1:] - lowest) / (losses(script)[:-1] - lowest)
    assert (kept.diff() > 0).all()


def left_after_300_steps(script, fraction):
    """What is left of the distance to the best line, at a fraction of the limit 2 / λmax."""
    lr = fraction * 2 / torch.linalg.eigvalsh(hessian(script))[-1].item()
    end = ends(again(script, ("lr=0.01", f"lr={lr}"), ("range(100)", "range(300)"))["model"])
    return (end - least_squares(script)).norm() / distances(script)[0]


def test_learning_rate_below_its_limit_converges(script):
    assert left_after_300_steps(script, fraction=0.99) < 0.01


def test_learning_rate_above_its_limit_diverges(script):
    assert left_after_300_steps(script, fraction=1.01) > 10


def test_the_loss_function_is_a_module_without_parameters(names):
    assert isinstance(names["loss_fn"], torch.nn.Module)
    assert list(names["loss_fn"].parameters()) == []


# The broken twins.

FALLS = test_loss_falls_at_each_of_100_steps
TENTH = test_loss_ends_below_a_tenth_of_where_it_began
APPROACHES = test_each_step_comes_closer_to_the_best_line_of_the_data
IN_BOUNDS = test_end_is_within_what_1000_seeds_never_left
ARRIVES = test_1000_more_steps_lead_within_a_twentieth_of_2_and_1
CLOSED_FORM = test_each_gradient_is_the_closed_form
DIFFERENCE = test_each_gradient_is_the_finite_difference_of_the_loss
SGD = test_each_step_is_the_learning_rate_times_the_gradient_downhill
CONTRACTS = test_path_is_the_predicted_contraction
BENDS = test_loss_bends_up_on_a_logarithmic_axis_as_each_step_keeps_more_of_it
BENDS_ABOVE = test_what_the_loss_has_above_the_noise_bends_up_on_a_logarithmic_axis
CONVERGES = test_learning_rate_below_its_limit_converges
DIVERGES = test_learning_rate_above_its_limit_diverges
DRAWS = test_data_and_start_are_to_the_bit_what_the_many_seeds_draw
PATH = test_path_is_the_one_of_the_many_seeds

LOSS = "loss_fn(y_pred, y)\n"
MODEL = "model = nn.Linear(1, 1)\n"

TWINS = {
    "no zero_grad": wrong(
        (ZERO_GRAD, ""),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, ARRIVES, CLOSED_FORM, DIFFERENCE, PATH],
    ),
    "zero_grad between backward and step": wrong(
        (ZERO_GRAD, ""),
        (BACKWARD, BACKWARD + ZERO_GRAD),
        breaks=[
            FALLS,
            TENTH,
            APPROACHES,
            IN_BOUNDS,
            CLOSED_FORM,
            SGD,
            CONTRACTS,
            CONVERGES,
        ],
    ),
    "the loss wrapped in a new tensor": wrong(
        (LOSS, LOSS + "    loss = torch.tensor(loss.item(), requires_grad=True)\n"),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, ARRIVES, CLOSED_FORM, SGD, CONTRACTS, PATH],
    ),
    "one step short": wrong(("range(100)", "range(99)"), breaks=[FALLS, CONTRACTS, PATH]),
    "the sum of squares": wrong(
        ("nn.MSELoss()", 'nn.MSELoss(reduction="sum")'),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, CONTRACTS, CONVERGES],
    ),
    "half the mean of squares": wrong(
        (LOSS, "0.5 * " + LOSS), breaks=[CLOSED_FORM, CONTRACTS, DIVERGES, PATH]
    ),
    "L1 for MSE": wrong(
        ("nn.MSELoss()", "nn.L1Loss()"),
        breaks=[TENTH, CLOSED_FORM, CONTRACTS, BENDS, BENDS_ABOVE, DIVERGES, PATH],
    ),
    "a (N,) target": wrong(
        (LOSS, "loss_fn(y_pred, y.squeeze(1))\n"),
        breaks=[TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, CONTRACTS, PATH],
    ),
    "half of the data": wrong(
        (LOSS, "loss_fn(y_pred[:50], y[:50])\n"), breaks=[CLOSED_FORM, CONTRACTS, PATH]
    ),
    "another slope": wrong(("y = 2 * x", "y = 3 * x"), breaks=[IN_BOUNDS, ARRIVES, DRAWS, PATH]),
    "another intercept": wrong(("x + 1", "x + 2"), breaks=[IN_BOUNDS, ARRIVES, DRAWS, PATH]),
    "ten times the noise": wrong(
        ("0.1 * torch", "1.0 * torch"), breaks=[TENTH, ARRIVES, DRAWS, PATH]
    ),
    "the model before the data": wrong(
        (MODEL, ""), ("x = torch", MODEL + "x = torch"), breaks=[DRAWS, PATH]
    ),
    "a start at zero": wrong(
        (MODEL, MODEL + "nn.init.zeros_(model.weight)\n"), breaks=[DRAWS, PATH]
    ),
    "a frozen weight": wrong(
        (MODEL, MODEL + "model.weight.requires_grad_(False)\n"),
        breaks=[TENTH, APPROACHES, IN_BOUNDS, CLOSED_FORM, SGD, CONTRACTS, CONVERGES],
    ),
    "a frozen bias": wrong(
        (MODEL, MODEL + "model.bias.requires_grad_(False)\n"),
        breaks=[ARRIVES, CLOSED_FORM, SGD, CONTRACTS, CONVERGES],
    ),
    "Adam for SGD": wrong(
        ("optim.SGD", "optim.Adam"), breaks=[TENTH, SGD, CONTRACTS, DIVERGES, PATH]
    ),
    "momentum": wrong(
        ("lr=0.01", "lr=0.01, momentum=0.9"), breaks=[FALLS, APPROACHES, SGD, CONTRACTS, PATH]
    ),
    "weight decay": wrong(
        ("lr=0.01", "lr=0.01, weight_decay=0.1"), breaks=[ARRIVES, SGD, CONTRACTS, PATH]
    ),
    "ten times the learning rate": wrong(("lr=0.01", "lr=0.1"), breaks=[SGD, CONTRACTS, PATH]),
    "a learning rate above its limit": wrong(
        ("lr=0.01", "lr=0.9"), breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, SGD]
    ),
    "a learning rate that dwindles": wrong(
        (STEP, STEP + '    optimizer.param_groups[0]["lr"] *= 0.9\n'),
        breaks=[TENTH, IN_BOUNDS, SGD, CONTRACTS, BENDS, BENDS_ABOVE, PATH],
    ),
    "uphill": wrong(
        ("lr=0.01", "lr=0.01, maximize=True"),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, SGD, CONTRACTS, CONVERGES],
    ),
    "a clipped gradient": wrong(
        (STEP, "    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n" + STEP),
        breaks=[CLOSED_FORM, DIFFERENCE, CONTRACTS, BENDS, BENDS_ABOVE, PATH],
    ),
}

TestTwins = twin_tests(TWINS, claims_in(globals()))


@pytest.mark.parametrize("claim", claims_in(globals()))
def test_without_a_step_no_claim_stands(claim, broken):
    recording = broken((STEP, ""))
    with pytest.raises((RecordingError, AssertionError)):
        claim(recording)


@pytest.mark.parametrize("what", ["no zero_grad", "a (N,) target", "a frozen weight", "L1 for MSE"])
def test_last_loss_is_below_the_first_in_wrong_programs_too(what, broken):
    first, *_, last = losses(broken(*TWINS[what].changes))
    assert last < first
