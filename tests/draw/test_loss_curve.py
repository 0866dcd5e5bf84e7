"""The curve of a loss is the recorded losses, each at its step."""

import pytest
import torch
from draw.figures import loss_curve
from draw.style import LOSS
from helpers.marks import falsified_tests, lines
from helpers.runs import run
from helpers.series import losses
from torch.testing import assert_close


@pytest.fixture(
    scope="module",
    params=[
        "linear_regression.py",  # on a logarithmic axis
        "classification.py",
        "losses/falls_without_learning_wrong.py",  # below zero
        "losses/l1_and_huber/l1_hovers.py",  # few steps, each with a dot
        "optimizers/momentum/overshoots.py",  # up and down
        "training_loop/mini_batches/epochs.py",
    ],
)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return loss_curve(script)


def test_y_values_of_the_curve_are_the_recorded_losses_in_order(script, drawn):
    (curve,) = lines(drawn, LOSS)
    assert torch.equal(curve[:, 1], losses(script))


def test_x_values_of_the_curve_are_the_steps_from_0_on(script, drawn):
    (curve,) = lines(drawn, LOSS)
    assert_close(curve[:, 0], torch.arange(len(script.steps)).double())


def test_axes_of_the_curve_reach_from_its_lowest_to_its_highest_loss(script, drawn):
    low, high = drawn.figure.axes[0].get_ylim()
    assert low <= losses(script).min()
    assert losses(script).max() <= high


def test_ticks_of_the_curve_stand_where_their_words_say(script, drawn):
    drawn.figure.draw_without_rendering()
    (axes,) = drawn.figure.axes
    said = [float(tick.get_text()) for tick in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    assert said == pytest.approx([*axes.get_xticks(), *axes.get_yticks()])


def backwards(script):
    drawn = loss_curve(script)
    (curve,) = drawn.figure.axes[0].lines
    curve.set_ydata(curve.get_ydata()[::-1])
    return drawn


def one_step_late(script):
    drawn = loss_curve(script)
    (curve,) = drawn.figure.axes[0].lines
    curve.set_xdata(curve.get_xdata() + 1)
    return drawn


def cut_off_below(script):
    drawn = loss_curve(script)
    drawn.figure.axes[0].set_ylim(bottom=losses(script).mean().item())
    return drawn


def with_the_ticks_of_twice_the_loss(script):
    drawn = loss_curve(script)
    (axes,) = drawn.figure.axes
    ticks = axes.get_yticks()
    axes.set_yticks(ticks, labels=[f"{2 * tick:g}" for tick in ticks])
    return drawn


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        backwards: [test_y_values_of_the_curve_are_the_recorded_losses_in_order],
        one_step_late: [test_x_values_of_the_curve_are_the_steps_from_0_on],
        cut_off_below: [test_axes_of_the_curve_reach_from_its_lowest_to_its_highest_loss],
        with_the_ticks_of_twice_the_loss: [test_ticks_of_the_curve_stand_where_their_words_say],
    },
    globals(),
)
