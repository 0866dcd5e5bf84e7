"""The circles on a path stand where a formula leads, computed here without torch's gradients."""

import pytest
import torch
from draw.path import predicted_path
from draw.style import PARAMETER, UPDATE
from helpers.contraction import best_and_hessian, predicted
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from helpers.series import parameters
from torch.testing import assert_close


# Plain gradient descent on the mean squared error of a line.
@pytest.fixture(
    scope="module",
    params=[
        "linear_regression.py",
        "gradients/not_towards_the_minimum.py",
        "losses/landscape/bowl.py",
        "optimizers/learning_rate/below_the_limit.py",  # from side to side
    ],
)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return predicted_path(script)


def test_circles_stand_where_powers_of_1_less_lr_times_the_hessian_bring_the_error(script, drawn):
    (circles,) = lines(drawn, UPDATE)
    tenths = predicted(script)[:: len(script.steps) // 10]
    # The drawing searches for the minimum, which float64 shows to the root of its digits, 1.5e-8.
    assert_close(circles, tenths, rtol=0, atol=1e-6)


def test_points_under_the_circles_are_the_recorded_parameters_in_order(script, drawn):
    (way,) = lines(drawn, PARAMETER)
    assert torch.equal(way, parameters(script))


def test_legend_calls_the_dots_recorded_and_the_circles_predicted(script, drawn):
    (legend,) = drawn.figure.legends
    labels = [text.get_text() for text in legend.get_texts()]
    colors = [line.get_color() for line in legend.get_lines()]
    assert dict(zip(labels, colors, strict=True)) == {"recorded": PARAMETER, "predicted": UPDATE}


@pytest.mark.parametrize("steps", [1, 5, 19])
def test_a_run_of_less_than_twenty_steps_has_a_circle_for_each_dot(tmp_path, steps):
    short = twin("linear_regression.py", tmp_path, ("range(100)", f"range({steps})"))
    (circles,) = lines(predicted_path(short), UPDATE)
    assert_close(circles, predicted(short), rtol=0, atol=1e-6)
    assert len(circles) == steps + 1


def with_the_error_halved_at_each_step(script):
    drawn = predicted_path(script)
    (circles,) = of_color(drawn, UPDATE)
    best, _ = best_and_hessian(script)
    halves = 0.5 ** torch.arange(0, len(script.steps) + 1, len(script.steps) // 10)
    circles.set_data((best + halves[:, None] * (parameters(script)[0] - best)).T)
    return drawn


def with_every_second_dot(script):
    drawn = predicted_path(script)
    (dots,) = of_color(drawn, PARAMETER)
    dots.set_data(dots.get_xydata()[::2].T)
    return drawn


def with_dots_and_circles_exchanged(script):
    drawn = predicted_path(script)
    (dots,), (circles,) = of_color(drawn, PARAMETER), of_color(drawn, UPDATE)
    dots.set_label("predicted")
    circles.set_label("recorded")
    drawn.figure.legends.clear()
    drawn.figure.legend()
    return drawn


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        with_the_error_halved_at_each_step: [
            test_circles_stand_where_powers_of_1_less_lr_times_the_hessian_bring_the_error
        ],
        with_every_second_dot: [test_points_under_the_circles_are_the_recorded_parameters_in_order],
        with_dots_and_circles_exchanged: [
            test_legend_calls_the_dots_recorded_and_the_circles_predicted
        ],
    },
    globals(),
)
