"""What docs/losses/index.md claims."""

import drawing
import figures
import pytest
import torch
from printed import table
from runs import run, twin
from series import losses
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


def test_loss_is_the_parabola_on_the_page():
    weight, *_, loss = table(WEIGHT).T
    assert_close(loss, 1 + 14 / 3 * (weight - 2) ** 2, atol=5e-5, rtol=0)


def test_samples_stay_while_the_weight_moves():
    # The predictions that were printed are the weight times inputs that are the same each time.
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


def test_with_enough_samples_the_held_out_loss_follows_the_training_loss(tmp_path):
    train = ("x[:15], y[:15]", "x[:915], y[:915]")
    held_out = ("x[15:], y[15:]", "x[915:], y[915:]")
    many = twin(SAMPLES, tmp_path, train, held_out)
    assert_close(many.globals["held_out"].item(), many.steps[-1].loss, rtol=0.25, atol=0)


def test_wrong_loss_falls_at_every_step():
    assert (losses(run(WRONG)).diff() < 0).all()


def test_wrong_loss_falls_by_the_same_amount_each_step():
    # The slope in the bias is 1, in the weight the mean of x, wherever they are.
    fall = 0.01 * (1 + run(WRONG).globals["x"].double().mean() ** 2)
    assert_close(losses(run(WRONG)).diff(), -fall.expand(499), atol=2e-6, rtol=0)


def test_wrong_loss_moves_the_bias_away_from_1():
    bias = torch.stack([step.after["model.bias"] for step in run(WRONG).steps])
    assert (abs(bias - 1).diff(dim=0) > 0)[200:].all()
    assert bias[-1] < -3


def test_right_loss_brings_the_bias_to_1(right):
    assert_close(right.steps[-1].after["model.bias"], torch.ones(1), atol=0.05, rtol=0)


def test_right_loss_ends_near_the_noise(right):
    assert 0 < right.steps[-1].loss < 0.02


def test_the_figure_shows_a_loss_below_zero():
    axes = []

    class Kept(drawing.Figure):
        def savefig(self, *args, **kwargs):
            axes.extend(self.axes)
            super().savefig(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "Figure", Kept)
        figures.loss_curve(run(WRONG))
    assert axes[0].get_ylim()[0] <= min(step.loss for step in run(WRONG).steps)
