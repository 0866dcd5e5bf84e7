"""What docs/linear_regression.md claims, and a broken twin that no claim lets past."""

import pytest
import torch
from line import all_approach, distances, features, least_squares, targets
from prints import check_prints
from recorder import RecordingError
from runs import run, twin
from seeds import all_fall, alone, by_loop, by_vmap, thousand
from series import gradients, losses, parameters
from torch.func import vmap
from torch.testing import assert_close
from twins import again, claims, pairs, recorded_twins, wrong

NAME = "linear_regression.py"
OTHER_SEEDS = [0, 8, 1234]


@pytest.fixture
def script():
    return run(NAME)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return recorded_twins(NAME, tmp_path_factory)


# Second methods, in float64.


def hessian(script):
    return 2 * features(script).T @ features(script) / len(features(script))


def ends(model):
    """Weight and bias of a model at the end of its script."""
    return torch.cat([model.weight[0], model.bias]).detach().double()


# The claims.


def test_loss_falls_at_each_of_100_steps(script):
    assert len(script.steps) == 100
    assert (losses(script).diff() < 0).all()


def test_loss_ends_below_a_tenth_of_where_it_began(script):
    assert losses(script)[-1] < losses(script)[0] / 10


def test_each_step_comes_closer_to_the_best_line_of_the_data(script):
    assert (distances(script).diff() < 0).all()


def test_end_is_within_what_1000_seeds_never_left(script):
    seen = thousand(NAME).parameters[:, -1]
    end = parameters(script)[-1]
    assert (end >= seen.amin(0)).all()
    assert (end <= seen.amax(0)).all()


def test_1000_more_steps_lead_within_a_twentieth_of_2_and_1(script):
    end = ends(again(script, ("range(100)", "range(1100)"))["model"])
    assert_close(end, torch.tensor([2.0, 1.0]).double(), rtol=0, atol=0.05)


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


def test_each_step_is_the_learning_rate_times_the_gradient_downhill(script):
    moves = parameters(script).diff(dim=0)
    assert_close(moves, -0.01 * gradients(script), rtol=1e-5, atol=2e-7)


def test_path_is_the_predicted_contraction(script):
    # Each step keeps 1 - lr * λ of the error along each eigenvector of the Hessian.
    eigenvalues, eigenvectors = torch.linalg.eigh(hessian(script))
    kept = (1 - 0.01 * eigenvalues) ** torch.arange(101)[:, None]  # (step + 1, direction)
    start = (parameters(script)[0] - least_squares(script)) @ eigenvectors
    predicted = least_squares(script) + (kept * start) @ eigenvectors.T
    assert_close(parameters(script), predicted, rtol=0, atol=5e-6)


def left_after_300_steps(script, fraction):
    """What is left of the distance to the best line, at a fraction of the limit 2 / λmax."""
    lr = fraction * 2 / torch.linalg.eigvalsh(hessian(script))[-1].item()
    end = ends(again(script, ("lr=0.01", f"lr={lr}"), ("range(100)", "range(300)"))["model"])
    return (end - least_squares(script)).norm() / distances(script)[0]


def test_learning_rate_below_its_limit_converges(script):
    assert left_after_300_steps(script, fraction=0.99) < 0.01


def test_learning_rate_above_its_limit_diverges(script):
    assert left_after_300_steps(script, fraction=1.01) > 10


def test_data_and_start_are_to_the_bit_what_the_many_seeds_draw(script):
    drawn = alone(NAME, script.seed)
    assert torch.equal(script.globals["x"], drawn.x[0])
    assert torch.equal(script.globals["y"], drawn.y[0])
    assert torch.equal(script.steps[0].before["model.weight"], drawn.weight[0, 0])
    assert torch.equal(script.steps[0].before["model.bias"], drawn.bias[0, 0])


def test_path_is_the_one_of_the_many_seeds(script):
    path = alone(NAME, script.seed).parameters[0].double()
    assert_close(parameters(script), path, rtol=0, atol=5e-6)


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
CONVERGES = test_learning_rate_below_its_limit_converges
DIVERGES = test_learning_rate_above_its_limit_diverges
DRAWS = test_data_and_start_are_to_the_bit_what_the_many_seeds_draw
PATH = test_path_is_the_one_of_the_many_seeds

LOSS = "loss_fn(y_pred, y)\n"
ZERO_GRAD = "    optimizer.zero_grad()\n"
BACKWARD = "    loss.backward()\n"
STEP = "    optimizer.step()\n"
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
        ("nn.MSELoss()", "nn.L1Loss()"), breaks=[TENTH, CLOSED_FORM, CONTRACTS, DIVERGES, PATH]
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
        breaks=[TENTH, IN_BOUNDS, SGD, CONTRACTS, PATH],
    ),
    "uphill": wrong(
        ("lr=0.01", "lr=0.01, maximize=True"),
        breaks=[FALLS, TENTH, APPROACHES, IN_BOUNDS, SGD, CONTRACTS, CONVERGES],
    ),
    "a clipped gradient": wrong(
        (STEP, "    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n" + STEP),
        breaks=[CLOSED_FORM, DIFFERENCE, CONTRACTS, PATH],
    ),
}


@pytest.mark.parametrize(("what", "claim"), pairs(TWINS))
def test_broken_twin_breaks_the_claim(what, claim, broken):
    recording = broken(*TWINS[what].changes)
    with pytest.raises(AssertionError):
        claim(recording)


@pytest.mark.parametrize("claim", claims(globals()))
def test_a_twin_breaks_each_claim(claim):
    assert any(claim in twin.breaks for twin in TWINS.values())


@pytest.mark.filterwarnings("ignore:Using a target size")  # that twin is wrong on purpose
@pytest.mark.parametrize("what", TWINS)
def test_refreshed_twin_prints_what_it_says(what, broken, eval_example):
    check_prints(broken(*TWINS[what].changes).path, eval_example)


def test_without_a_step_there_are_no_steps_to_make_claims_about(broken):
    with pytest.raises(RecordingError, match=r"never calls optimizer\.step\(\)"):
        _ = broken((STEP, "")).steps


@pytest.mark.parametrize("claim", claims(globals()))
def test_without_a_step_no_claim_stands(claim, broken):
    recording = broken((STEP, ""))
    with pytest.raises((RecordingError, AssertionError)):
        claim(recording)


@pytest.mark.parametrize("what", ["no zero_grad", "a (N,) target", "a frozen weight", "L1 for MSE"])
def test_last_loss_below_the_first_proves_little(what, broken):
    first, *_, last = losses(broken(*TWINS[what].changes))
    assert last < first


# Many seeds at once.


@pytest.mark.parametrize("seed", OTHER_SEEDS)
@pytest.mark.parametrize("claim", [DRAWS, PATH], ids=["data and start", "path"])
def test_many_seeds_are_the_scripts_own(claim, seed, tmp_path):
    claim(twin(NAME, tmp_path, ("manual_seed(7)", f"manual_seed({seed})")))


def test_20_of_1000_seeds_end_where_the_bare_script_ends():
    weight, bias = by_loop(NAME, range(1000, 1020))
    assert_close(thousand(NAME).weight[:20, -1], weight, rtol=0, atol=5e-6)
    assert_close(thousand(NAME).bias[:20, -1], bias, rtol=0, atol=5e-6)


def test_1000_seeds_all_fall_at_each_step():
    assert all_fall(thousand(NAME))


def test_1000_seeds_all_end_below_a_tenth():
    assert (thousand(NAME).loss[:, -1] < thousand(NAME).loss[:, 0] / 10).all()


def test_1000_seeds_all_come_closer_to_their_best_line_at_each_step():
    assert all_approach(thousand(NAME))


@pytest.mark.parametrize("holds", [all_fall, all_approach])
def test_a_large_learning_rate_is_noticed_in_a_few_of_many_seeds(holds):
    assert not holds(by_vmap(NAME, range(1000, 1100), lr=0.9))
