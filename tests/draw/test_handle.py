"""What the page is told of a loss that a slider moves along."""

import json
import re
from html import unescape

import pytest
import torch
from draw.handle import handle
from draw.rates import rates
from draw.tangent import tangent
from helpers.runs import run

NUDGED = "gradients/nudge_the_weight.py"
PARABOLA = "optimizers/learning_rate/parabola.py"
BOWL = "optimizers/learning_rate/two_axes.py"


def told(html):
    return json.loads(unescape(re.search(r'data-told="([^"]*)"', html)[1]))


def test_of_a_nudged_weight_its_loss_slope_and_curvature_are_told():
    # The mean of (w - 2)² and 4 (w - 2)².
    known = {"at": 1, "height": 2.5, "slope": -5, "curvature": 5}
    assert told(tangent(run(NUDGED)).below) == known


def test_of_a_parabola_the_script_s_own_start_is_told():
    assert told(rates(run(PARABOLA)).below) == {"at": 1, "height": 1, "slope": 2, "curvature": 2}


def test_a_bowl_has_no_slider():
    assert rates(run(BOWL)).below == ""


@pytest.mark.parametrize(
    "loss",
    [
        lambda w: 2 * w + 1,
        lambda w: 1 - w**2,
        lambda w: w**4,
        lambda w: (w - 1).abs(),
        lambda w: w.exp(),
        lambda w: w**2 + 1e-9 * w**3,
    ],
    ids=[
        "straight",
        "a hill",
        "fourth power",
        "absolute value",
        "exponential",
        "nearly a parabola",
    ],
)
def test_a_loss_that_is_no_parabola_has_no_slider(loss):
    assert handle("nudge", "w", torch.tensor(0.3), loss) == ""


def test_a_parabola_anywhere_has_one():
    html = handle("rate", "w", torch.tensor(7.0), lambda w: 3 * (w - 2) ** 2 + 4)
    assert told(html) == {"at": 7, "height": 79, "slope": 30, "curvature": 6}
    assert 'max="0.4"' in html  # a fifth above the limit, which is two over the curvature
