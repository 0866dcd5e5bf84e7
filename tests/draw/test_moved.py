"""How far each group has moved, held against the recorded steps."""

import pytest
import torch
from draw.moved import moved
from draw.style import PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/param_groups/two_learning_rates.py"
LAYERS = {0.1: "model.2.", 0.001: "model.0."}  # as the script groups them


@pytest.fixture(scope="module", name="script")
def two_groups():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return moved(script)


def test_each_curve_is_the_distance_of_its_layer_from_where_it_began(script, drawn):
    start = script.steps[0].before
    for layer, curve in zip(LAYERS.values(), lines(drawn, PARAMETER), strict=True):
        assert_close(curve[:, 0], torch.arange(1, 101).double())
        squares = [
            sum(((step.after[n] - start[n]) ** 2).sum() for n in start if n.startswith(layer))
            for step in script.steps
        ]
        assert_close(curve[:, 1], torch.stack(squares).double().sqrt(), rtol=1e-5, atol=1e-7)


def test_legend_names_the_learning_rate_of_each_layer(script, drawn):
    labels = [text.get_text() for text in drawn.figure.axes[0].get_legend().get_texts()]
    assert labels == [f"lr {rate:g}: {layer}weight and 1 more" for rate, layer in LAYERS.items()]


def with_the_groups_exchanged(script):
    drawn = moved(script)
    one, other = of_color(drawn, PARAMETER)
    seen = one.get_ydata()
    one.set_ydata(other.get_ydata())
    other.set_ydata(seen)
    first, last = drawn.figure.axes[0].get_legend().get_texts()
    first.set_text(last.get_text())
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_groups_exchanged: [
            test_each_curve_is_the_distance_of_its_layer_from_where_it_began,
            test_legend_names_the_learning_rate_of_each_layer,
        ],
    },
    globals(),
)


def test_one_learning_rate_for_all_is_refused():
    with pytest.raises(RecordingError, match="has 1 learning rates"):
        moved(run("linear_regression.py"))
