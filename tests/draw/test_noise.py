"""The gradients of all batches of a size, and their average, held against the formula."""

import pytest
import torch
from draw.noise import noise
from draw.style import GRADIENT, INK
from helpers.marks import falsified_tests, of_color
from helpers.runs import run
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/reduction/batch_size_changes_the_noise.py"
SIZES = [1, 10, 50]


@pytest.fixture(scope="module", name="script")
def three_sizes():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return noise(script)


def rows(drawn, color):
    """What is drawn of each reduction and size, in the order of the sizes, (mark, axis)."""
    found = [[line for line in of_color(drawn, color) if line.axes is a] for a in drawn.figure.axes]
    assert [axes.get_title(loc="left")[10:] for axes in drawn.figure.axes] == ['"mean"', '"sum"']
    return [[torch.as_tensor(line.get_xydata()) for line in lines] for lines in found]


def gradients(script, size):
    """Sums over each batch of 2 (w x - y) x at w = 0."""
    x, y = script.globals["x"].double(), script.globals["y"].double()
    return (-2 * x * y).reshape(-1, size).sum(dim=1)


def test_marks_are_the_gradients_of_all_batches_of_their_size(script, drawn):
    mean, total = rows(drawn, GRADIENT)
    for size, of_mean, of_sum in zip(SIZES, mean, total, strict=True):
        assert_close(of_sum[:, 0], gradients(script, size), rtol=1e-5, atol=1e-5)
        assert_close(of_mean[:, 0], gradients(script, size) / size, rtol=1e-5, atol=1e-5)


def test_strokes_are_the_averages_of_their_rows(script, drawn):
    for marks, strokes in zip(rows(drawn, GRADIENT), rows(drawn, INK), strict=True):
        assert_close(
            torch.stack([stroke.mean(0) for stroke in strokes]),
            torch.stack([row.mean(0) for row in marks]),
        )


def with_the_panels_exchanged(script):
    drawn = noise(script)
    marks = of_color(drawn, GRADIENT)
    for one, other in zip(marks[:3], marks[3:], strict=True):
        seen = one.get_xdata()
        one.set_xdata(other.get_xdata())
        other.set_xdata(seen)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_the_panels_exchanged: [
            test_marks_are_the_gradients_of_all_batches_of_their_size,
            test_strokes_are_the_averages_of_their_rows,
        ],
    },
    globals(),
)


def test_a_script_that_keeps_no_gradients_is_refused():
    with pytest.raises(RecordingError, match="has no dict `found`"):
        noise(run("linear_regression.py"))
