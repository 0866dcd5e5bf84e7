"""Bars of one sample's classes: logits, probabilities, and p - y as the gradient."""

import pytest
import torch
from draw.softmax import on_page, softmax
from helpers.marks import falsified_tests
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "losses/cross_entropy/by_hand.py"
LOGITS = torch.tensor([2.0, 1.0, 0.0])  # as the script has them
RIGHT = 1
FLOAT32 = {"rtol": 1e-6, "atol": 1e-6}


@pytest.fixture(scope="module", name="script")
def one_sample():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return softmax(script)


def heights(drawn, row):
    bars = drawn.figure.axes[row].patches
    return torch.tensor([bar.get_height() for bar in bars], dtype=torch.float32)


def expected_probabilities():
    return LOGITS.exp() / LOGITS.exp().sum()


def test_first_row_is_the_logits(script, drawn):
    assert torch.equal(heights(drawn, 0), LOGITS)


def test_second_row_is_each_exponential_s_share(script, drawn):
    assert_close(heights(drawn, 1), expected_probabilities(), **FLOAT32)


def test_third_row_is_the_probabilities_less_one_for_the_right_class(script, drawn):
    expected = expected_probabilities() - torch.eye(3)[RIGHT]
    assert_close(heights(drawn, 2), expected, **FLOAT32)


def test_the_right_class_is_named_in_each_row(script, drawn):
    for axes in drawn.figure.axes:
        names = [label.get_text() for label in axes.get_xticklabels()]
        assert names == ["class 0", "class 1, right", "class 2"]


def of_rows_exchanged(script):
    drawn = softmax(script)
    first, second, third = (axes.patches for axes in drawn.figure.axes)
    for bars in zip(first, second, third, strict=True):
        seen = [bar.get_height() for bar in bars]
        for bar, height in zip(bars, seen[1:] + seen[:1], strict=True):
            bar.set_height(height)
    return drawn


def of_another_class_named(script):
    drawn = softmax(script)
    for axes in drawn.figure.axes:
        axes.set_xticks([0, 1, 2], labels=["class 0, right", "class 1", "class 2"])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        of_rows_exchanged: [
            test_first_row_is_the_logits,
            test_second_row_is_each_exponential_s_share,
            test_third_row_is_the_probabilities_less_one_for_the_right_class,
        ],
        of_another_class_named: [test_the_right_class_is_named_in_each_row],
    },
    globals(),
)


def test_a_script_without_logits_is_refused():
    with pytest.raises(RecordingError, match="has no logits, probabilities, label"):
        softmax(run("linear_regression.py"))


def test_logits_without_a_gradient_are_refused(tmp_path):
    change = ("gradient = logits.grad", "gradient = logits.grad\nlogits.grad = None")
    with pytest.raises(RecordingError, match="or have no gradient"):
        softmax(twin(NAME, tmp_path, change))


def test_a_page_s_script_is_told_the_logits_and_the_right_class_of_the_run(script):
    told = on_page(script)
    assert told.logits == script.globals["logits"][0].tolist()
    assert told.label == script.globals["label"].item()
    assert max(map(abs, told.logits)) < told.reach
    assert "<svg" in told.still
