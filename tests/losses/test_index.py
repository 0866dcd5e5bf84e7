"""What docs/losses/index.md claims."""

import pytest
import torch
from draw.loss_curve import loss_curve
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from helpers.series import losses
from torch.testing import assert_close

WEIGHT = "losses/loss_of_a_weight.py"
SAMPLES = "losses/these_samples_only.py"
WRONG = "losses/falls_without_learning_wrong.py"


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """The wrong loss with its square put back."""
    change = ("(model(x) - y).mean()", "((model(x) - y) ** 2).mean()")
    return twin(WRONG, tmp_path_factory.mktemp("right"), change)


def test_loss_is_a_single_number():
    assert run(WEIGHT).globals["loss"].shape == ()


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_backward_starts_from_a_single_number_of_any_shape(shape):
    weight = torch.tensor(3.0, requires_grad=True)
    (weight**2).reshape(shape).backward()
    assert weight.grad == 6


def test_backward_refuses_two_numbers_unless_it_is_told_how_to_weigh_them():
    weight = torch.tensor(3.0, requires_grad=True)
    with pytest.raises(RuntimeError, match="only for scalar outputs"):
        torch.stack([weight, weight**2]).backward()
    torch.stack([weight, weight**2]).backward(torch.tensor([0.25, 0.75]))
    assert weight.grad == 0.25 * 1 + 0.75 * 6


def test_where_the_loss_falls_the_loss_of_some_samples_may_rise():
    loss_of = torch.nn.MSELoss(reduction="none")
    script = run(WEIGHT).globals
    before, after = (loss_of(weight * script["x"], script["y"]) for weight in (1.5, 2.0))
    assert after.mean() < before.mean()
    assert (after > before).any()


def test_at_the_best_weight_the_slope_in_the_weight_is_0_and_in_the_inputs_it_is_not():
    weight = torch.tensor(2.0, requires_grad=True)
    x = run(WEIGHT).globals["x"].clone().requires_grad_()
    torch.nn.MSELoss()(weight * x, run(WEIGHT).globals["y"]).backward()
    assert weight.grad.abs() < 1e-6
    assert (x.grad.abs() > 1).all()


def test_loss_is_the_parabola_on_the_page():
    weight, *_, loss = table(WEIGHT).T
    # Four decimals are printed.
    assert_close(loss, 1 + 14 / 3 * (weight - 2) ** 2, atol=6e-5, rtol=0)


def test_the_printed_predictions_are_each_weight_times_the_same_inputs():
    weight, *y_pred, _ = table(WEIGHT).T
    assert_close(torch.stack(y_pred, dim=1), weight[:, None] * run(WEIGHT).globals["x"].double())


def test_training_loss_falls_each_time_it_is_printed():
    _, training, _ = table(SAMPLES).T
    assert (training.diff() < 0).all()


def test_held_out_loss_falls_first_and_ends_above_where_it_began():
    _, _, held_out = table(SAMPLES).T
    assert held_out[1] < held_out[0]
    assert (held_out[1:].diff() > 0).all()
    assert held_out[-1] > held_out[0]


def test_of_the_epochs_printed_the_held_out_loss_is_lowest_at_epoch_10():
    epoch, _, held_out = table(SAMPLES).T
    assert epoch[held_out.argmin()] == 10


def test_with_more_weights_than_samples_a_model_meets_every_training_target():
    script = run(SAMPLES).globals
    x, y = script["x_train"].double(), script["y_train"].double()
    assert_close(x @ torch.linalg.lstsq(x, y).solution, y)


def test_with_more_samples_than_weights_no_model_meets_every_training_target():
    more = ("x[:15], y[:15]", "x[:40], y[:40]")
    script = twin_names(SAMPLES, more, ("range(1001)", "range(2)"))
    x, y = script["x_train"].double(), script["y_train"].double()
    assert ((x @ torch.linalg.lstsq(x, y).solution - y) ** 2).mean() > 0.1


def test_with_enough_samples_the_held_out_loss_follows_the_training_loss(tmp_path):
    train = ("x[:15], y[:15]", "x[:915], y[:915]")
    held_out = ("x[15:], y[15:]", "x[915:], y[915:]")
    many = twin(SAMPLES, tmp_path, train, held_out)
    # 21 parameters take 21 / 915 off the one and add as much to the other. The mean of 100 squares
    # has a standard error of √(2 / 100): three of these.
    near = 2 * 21 / 915 + 3 * (2 / 100) ** 0.5
    assert_close(many.globals["held_out"].item(), many.steps[-1].loss, rtol=near, atol=0)


def test_wrong_loss_falls_at_every_step():
    assert (losses(run(WRONG)).diff() < 0).all()


def test_wrong_loss_falls_by_the_same_amount_each_step():
    # The slope in the bias is 1, in the weight the mean of x, wherever they are. Each of the two
    # losses is a mean of 100 errors below 8, in any order off by 100 * 6e-8 * 8 at most.
    fall = 0.01 * (1 + run(WRONG).globals["x"].double().mean() ** 2)
    assert_close(losses(run(WRONG)).diff(), -fall.expand(499), atol=1e-4, rtol=0)


def test_wrong_loss_moves_the_bias_away_from_1_by_the_learning_rate_at_each_step():
    bias = torch.cat([step.after["model.bias"] for step in run(WRONG).steps]).double()
    assert bias[0] < 1
    # Each step rounds a number below 8; a mean of 100 numbers is off by 100 * eps, times lr.
    assert_close(bias.diff(), torch.full((499,), -0.01).double(), rtol=0, atol=1e-6)


def test_right_loss_brings_the_bias_to_1(right):
    # A mean of 100 samples is off by a tenth of their noise, 0.01; five times that is for any seed.
    assert_close(right.steps[-1].after["model.bias"], torch.ones(1), atol=0.05, rtol=0)


def test_right_loss_ends_near_the_noise(right):
    assert 0 < right.steps[-1].loss < 0.02


def test_the_figure_shows_a_loss_below_zero():
    (axes,) = loss_curve(run(WRONG)).figure.axes
    assert axes.get_ylim()[0] <= min(step.loss for step in run(WRONG).steps)
