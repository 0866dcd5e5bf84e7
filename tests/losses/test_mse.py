"""What docs/losses/mse.md claims."""

import pytest
import torch
from helpers.runs import run, twin
from torch import nn
from torch.testing import assert_close

HALVES = "losses/mse/halves_the_error.py"
OUTLIER = "losses/mse/outlier_drags_the_line.py"


def weights(recording):
    after = [step.after["weight"] for step in recording.steps]
    return torch.stack([recording.steps[0].before["weight"], *after])


def gradients(recording):
    return torch.stack([step.grad["weight"] for step in recording.steps])


def test_gradient_is_the_closed_form():
    assert_close(gradients(run(HALVES)), 5 * (weights(run(HALVES))[:-1] - 2))


def test_each_step_halves_the_distance_to_2():
    left = 2 - weights(run(HALVES))
    assert_close(left[1:], left[:-1] / 2)


def test_each_step_quarters_the_loss():
    losses = torch.tensor([step.loss for step in run(HALVES).steps])
    assert_close(losses[1:], losses[:-1] / 4)


def test_without_the_square_the_gradient_stays_the_same_while_the_weight_comes_closer(tmp_path):
    l1 = twin(HALVES, tmp_path, ("MSELoss", "L1Loss"))
    assert_close(gradients(l1), gradients(l1)[:1].expand(4))
    assert ((2 - weights(l1)).diff() < 0).all()


def test_with_all_the_data_in_each_step_the_weight_comes_to_rest_at_2(tmp_path):
    longer = twin(HALVES, tmp_path, ("range(4)", "range(60)"))
    assert_close(weights(longer)[-1], torch.tensor(2.0))


def test_with_one_noisy_sample_in_each_step_the_weight_does_not_come_to_rest(tmp_path):
    noise = ("y = 2 * x", "y = 2 * x + torch.tensor([0.5, -0.5])")
    one = ("loss_fn(weight * x, y)", "loss_fn(weight * x[step % 2], y[step % 2])")
    alone = twin(HALVES, tmp_path, ("range(4)", "range(1000)"), noise, one)
    assert (weights(alone).diff()[-100:].abs() > 0.1).all()


@pytest.mark.parametrize("error", [-3.0, 0.5, 3.0])
def test_mse_has_no_half(error):
    y_pred = torch.tensor(error, requires_grad=True)
    loss = nn.MSELoss()(y_pred, torch.tensor(0.0))
    loss.backward()
    assert loss.item() == error**2
    assert y_pred.grad.item() == 2 * error


def test_a_book_with_the_half_needs_twice_the_learning_rate_for_the_same_path(tmp_path):
    with_half = ("loss_fn(weight * x, y)", "loss_fn(weight * x, y) / 2")
    half = twin(HALVES, tmp_path, with_half, ("lr=0.1", "lr=0.2"))
    assert_close(weights(half), weights(run(HALVES)))


def test_the_outliers_share_of_the_first_gradient_is_150_of_210():
    assert run(OUTLIER).globals["outlier_share"] == pytest.approx(150 / 210)


def test_at_the_start_the_outlier_s_square_is_larger_than_the_others_together():
    squares = run(OUTLIER).globals["y"] ** 2  # the line is 0 everywhere
    assert squares[4] > squares[:4].sum()


def test_with_the_outlier_the_line_ends_at_its_least_squares():
    x, y = run(OUTLIER).globals["x"], run(OUTLIER).globals["y"]
    assert_close(weights(run(OUTLIER))[-1], (x * y).sum() / (x * x).sum())


def test_with_the_outlier_no_prediction_is_right():
    script = run(OUTLIER).globals
    assert (abs(script["weight"] * script["x"] - script["y"]) > 1).all()


def test_four_samples_pull_one_way_as_hard_as_their_outlier_pulls_the_other():
    script = run(OUTLIER).globals
    pulls = (script["weight"] * script["x"] - script["y"]) * script["x"]
    assert (pulls[:4] > 0).all()
    assert_close(pulls[:4].sum(), -pulls[4], atol=1e-4, rtol=0)


def test_without_the_outlier_the_weight_ends_at_2(tmp_path):
    clean = twin(OUTLIER, tmp_path, ("30.0", "10.0"))
    assert_close(weights(clean)[-1], torch.tensor(2.0))


def test_l1_is_dragged_less_by_the_outlier(tmp_path):
    l1 = twin(OUTLIER, tmp_path, ("MSELoss", "L1Loss"), ("range(100)", "range(500)"))
    # The slope is at most (1 + 2 + 3 + 4 + 5) / 5, so a step is at most 3 * lr = 0.03 long.
    assert abs(weights(l1)[-1] - 2) < 0.031 < abs(weights(run(OUTLIER))[-1] - 2) / 10


@pytest.mark.parametrize("seed", range(5))
def test_the_best_single_answer_is_the_mean(seed):
    torch.manual_seed(seed)
    y = 10 * torch.randn(7).double()
    slope = torch.func.grad(lambda answer: nn.MSELoss()(answer.expand(7), y))
    # The loss is a parabola, so its only minimum is where the slope is 0.
    assert_close(slope(y.mean()), torch.tensor(0.0).double(), rtol=0, atol=1e-13)


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_under_normal_noise_of_one_strength_mse_is_the_minus_log_likelihood_up_to_constants(scale):
    torch.manual_seed(7)
    y, y_pred = torch.randn(20).double(), torch.randn(20).double()
    minus_log = -torch.distributions.Normal(y_pred, scale).log_prob(y).mean()
    at_0 = -torch.distributions.Normal(y, scale).log_prob(y).mean()
    assert_close(minus_log, nn.MSELoss()(y_pred, y) / (2 * scale**2) + at_0)


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_under_normal_noise_of_one_strength_mse_is_lowest_at_the_likeliest_weight(spread):
    torch.manual_seed(7)
    x = torch.randn(50).double()
    y = 2 * x + spread * torch.randn(50).double()
    weights = torch.linspace(0, 4, 4001).double()[:, None]
    seen = torch.distributions.Normal(weights * x, spread).log_prob(y).sum(dim=1)
    mse = ((weights * x - y) ** 2).mean(dim=1)
    assert seen.argmax() == mse.argmin()
    # The logarithm is a constant less the squares, times a factor.
    torch.testing.assert_close(seen.diff(), -50 * mse.diff() / (2 * spread**2))
