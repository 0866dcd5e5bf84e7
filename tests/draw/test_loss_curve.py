"""The curve of a loss is the recorded losses, each at its step."""

import re
from dataclasses import replace

import pytest
import torch
from draw.loss_curve import loss_curve
from draw.style import LOSS
from helpers.marks import falsified_tests, lines
from helpers.runs import run
from helpers.series import losses
from record.recorder import record
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
    said = [
        float(tick.get_text().replace("−", "-"))
        for tick in (*axes.get_xticklabels(), *axes.get_yticklabels())
    ]
    assert said == pytest.approx([*axes.get_xticks(), *axes.get_yticks()])


def test_description_gives_the_first_the_last_and_the_lowest_loss(script, drawn):
    words = r": (\S+) before the first, (\S+) before the last, (\S+) at its lowest\."
    said = re.search(words, drawn.description)
    first, *_, last = losses(script).tolist()
    lowest = losses(script).min().item()
    assert [*map(float, said.groups())] == pytest.approx([first, last, lowest], rel=5e-4)


@pytest.mark.parametrize(("steps", "digits"), [(4, {1, 2, 5}), (12, {1})], ids=["two", "six"])
def test_ticks_over_two_decades_are_at_2_and_5_too_and_over_six_at_powers_of_ten(
    tmp_path, steps, digits
):
    path = tmp_path / "quarters_the_loss.py"
    path.write_text(QUARTERS.format(steps=steps), "utf-8")
    ticks = torch.tensor(loss_curve(record(path)).figure.axes[0].get_yticks()).double()
    assert {round(number) for number in (ticks / 10 ** ticks.log10().floor()).tolist()} == digits


QUARTERS = """
import torch
w = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.25)
for step in range({steps}):
    optimizer.zero_grad()
    (w**2).backward()
    optimizer.step()
"""


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


def with_the_description_backwards(script):
    drawn = loss_curve(script)
    wrong = re.sub(
        r": (\S+)(.*), (\S+) before the last", r": \3\2, \1 before the last", drawn.description
    )
    return replace(drawn, description=wrong)


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        backwards: [test_y_values_of_the_curve_are_the_recorded_losses_in_order],
        one_step_late: [test_x_values_of_the_curve_are_the_steps_from_0_on],
        cut_off_below: [test_axes_of_the_curve_reach_from_its_lowest_to_its_highest_loss],
        with_the_ticks_of_twice_the_loss: [test_ticks_of_the_curve_stand_where_their_words_say],
        with_the_description_backwards: [
            test_description_gives_the_first_the_last_and_the_lowest_loss
        ],
    },
    globals(),
)
