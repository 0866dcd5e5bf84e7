"""The figures of the built pages stand, by their own axes, at what was recorded."""

import pytest
import torch
from helpers.contraction import predicted
from helpers.runs import run
from helpers.series import losses, parameters
from helpers.svg_plots import axes, line, markers, plot
from torch import Tensor
from torch.testing import assert_close

pytestmark = pytest.mark.site

# In points. Marks and ticks are rounded to hundredths: a mark is off by half of one, and its place
# by the ticks by as much at one of them, or thrice that a whole axis away.
ROUNDED = {"rtol": 0, "atol": 0.02}

# Of more than 128 points matplotlib leaves out those that no eye would miss.
LOSS = [
    ("linear_regression", "linear_regression.py"),  # on a logarithmic axis
    ("classification", "classification.py"),
    ("custom_loss", "custom_loss.py"),
    ("losses/landscape", "losses/landscape/saddle.py"),
    ("losses/l1_and_huber", "losses/l1_and_huber/l1_hovers.py"),
    ("optimizers/momentum", "optimizers/momentum/overshoots.py"),
    ("training_loop", "training_loop/never_zero_grad_wrong.py"),
]
PREDICTED = [
    ("linear_regression", "linear_regression.py"),
    ("optimizers/learning_rate", "optimizers/learning_rate/below_the_limit.py"),
]
PATH = [
    ("", "linear_regression.py"),
    ("linear_regression", "linear_regression.py"),
    ("custom_loss", "custom_loss.py"),
    ("gradients", "gradients/not_towards_the_minimum.py"),
    ("losses/landscape", "losses/landscape/bowl.py"),
    ("losses/landscape", "losses/landscape/saddle.py"),
    ("optimizers/learning_rate", "optimizers/learning_rate/above_the_limit_wrong.py"),
    ("optimizers/momentum", "optimizers/momentum/overshoots.py"),
    ("training_loop", "training_loop/never_zero_grad_wrong.py"),
]
ALL = [
    *(("loss", *one) for one in LOSS),
    *(("predicted_path", *one) for one in PREDICTED),
    *(("path", *one) for one in PATH),
]


@pytest.fixture
def shown(site, show, page, snippet):
    return plot(site / page / "index.html", show, snippet)


def where(shown, values: Tensor) -> Tensor:
    """Where the axes put points, (point, 2)."""
    return torch.stack([a.place(v) for a, v in zip(axes(shown), values.T, strict=True)], dim=1)


def of(show: str, figures: list[tuple[str, str]]):
    of_show = [(show, *one) for one in figures]
    return pytest.mark.parametrize(("show", "page", "snippet"), of_show)


@pytest.mark.parametrize(("show", "page", "snippet"), ALL)
def test_ticks_of_a_built_figure_stand_at_even_distances_or_ratios(shown):
    across, up = axes(shown)
    assert_close(across.place(across.numbers), across.places, **ROUNDED)
    assert_close(up.place(up.numbers), up.places, **ROUNDED)


@of("loss", LOSS)
def test_curve_of_the_built_page_stands_at_the_recorded_losses_in_order(shown, snippet):
    recorded = losses(run(snippet))
    points = torch.stack([torch.arange(len(recorded)).double(), recorded], dim=1)
    assert_close(line(shown, "--loss"), where(shown, points), **ROUNDED)


@pytest.mark.parametrize(("show", "page", "snippet"), [f for f in ALL if f[0] != "loss"])
def test_dots_of_the_built_page_stand_at_the_recorded_parameters_in_order(shown, snippet):
    recorded = parameters(run(snippet))
    assert_close(markers(shown, "--parameter"), where(shown, recorded), **ROUNDED)


@of("predicted_path", PREDICTED)
def test_circles_of_the_built_page_stand_where_the_formula_leads(shown, snippet):
    every_tenth = predicted(run(snippet))[::10]
    assert_close(markers(shown, "--update"), where(shown, every_tenth), **ROUNDED)
