"""The steps of all batches and of all samples from one place, held against the formula."""

import pytest
import torch
from draw.fan import fan
from draw.style import INK, PARAMETER, UPDATE
from helpers.marks import arrows, falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "training_loop/mini_batches/each_batch_points_elsewhere.py"


@pytest.fixture(scope="module", name="script")
def batches_of_four():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return fan(script)


def steps(script, size):
    """Minus lr times the gradient at (0, 0) of each batch: errors are minus the targets there."""
    x, y = script.globals["x"].double(), script.globals["y"].double()
    slopes = torch.stack([-2 * y * x, -2 * y], dim=1)
    return -0.3 * slopes.reshape(-1, size, 2).mean(dim=1)


def test_each_thin_arrow_is_the_step_that_one_batch_asks_for(script, drawn):
    assert_close(arrows(drawn, UPDATE)[:, 1], steps(script, 4), rtol=1e-5, atol=1e-6)


def test_broad_arrow_is_the_step_that_all_samples_ask_for(script, drawn):
    assert_close(arrows(drawn, INK)[:, 1], steps(script, 100), rtol=1e-5, atol=1e-6)
    (axes,) = drawn.figure.axes
    widths = [text.arrowprops["linewidth"] for text in axes.texts]
    assert widths[-1] > 2 * max(widths[:-1])


def test_all_arrows_begin_at_the_square(script, drawn):
    (square,) = lines(drawn, PARAMETER)
    assert (arrows(drawn)[:, 0] == square).all()


def test_axes_have_one_scale_so_that_directions_are_seen_as_they_are(script, drawn):
    assert drawn.figure.axes[0].get_aspect() == 1


def turned_around(script):
    drawn = fan(script)
    (axes,) = drawn.figure.axes
    axes.set_aspect("auto")
    for text in axes.texts:
        text.xy = (-text.xy[0], -text.xy[1])
    return drawn


def from_elsewhere(script):
    drawn = fan(script)
    (square,) = of_color(drawn, PARAMETER)
    square.set_data([1], [1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        turned_around: [
            test_each_thin_arrow_is_the_step_that_one_batch_asks_for,
            test_broad_arrow_is_the_step_that_all_samples_ask_for,
            test_axes_have_one_scale_so_that_directions_are_seen_as_they_are,
        ],
        from_elsewhere: [test_all_arrows_begin_at_the_square],
    },
    globals(),
)


def test_a_ground_of_one_batch_only_is_refused(tmp_path):
    change = ("of_all = gradient_of(slice(None))", "of_all = gradients.mean(dim=0) + 0.1")
    with pytest.raises(RecordingError, match="is not that of all samples"):
        fan(twin(NAME, tmp_path, change))
