"""What docs/classification.md claims about a loss that falls where there is nothing to learn."""

import math

import pytest
from helpers.runs import twin_names
from torch.testing import assert_close

NAME = "classification/memorizing_is_not_learning.py"
THREE_STANDARD_ERRORS = 3 * math.sqrt(2 / 9 / 1000)  # of the accuracy of 1,000 guesses among three
LEARNABLE = (
    "model = nn",
    "y, y_held_out = x[:, :3].argmax(1), x_held_out[:, :3].argmax(1)\nmodel = nn",
)


def test_accuracy_on_what_was_seen_rises(names):
    assert names["accuracy_after"] > names["accuracy_before"] + 0.1


@pytest.mark.parametrize("when", ["before", "after"])
def test_accuracy_on_what_was_held_out_is_a_guess(when, names):
    measured = names[f"held_out_{when}"]
    assert_close(measured, 1 / 3, rtol=0, atol=THREE_STANDARD_ERRORS)


def test_accuracy_on_what_was_held_out_rises_where_there_is_something_to_learn():
    assert twin_names(NAME, LEARNABLE)["held_out_after"] > 0.6


def test_loss_falls_below_ln_3_on_what_was_seen(names):
    assert names["loss_after"] < math.log(3) < names["loss_before"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_loss_on_what_was_held_out_is_worse_than_that_of_no_preference(when, names):
    assert names[f"held_out_loss_{when}"] > names["ln_3"] == math.log(3)


def test_training_hardly_changes_the_loss_on_what_was_held_out(names):
    seen = names["loss_before"] - names["loss_after"]
    held_out = names["held_out_loss_before"] - names["held_out_loss_after"]
    assert abs(held_out) < seen / 10
