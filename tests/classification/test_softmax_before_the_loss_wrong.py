"""What docs/classification.md claims about a softmax before cross-entropy."""

import math

import pytest
import torch
from helpers.runs import run, twin
from helpers.series import losses
from torch.nn import functional
from torch.testing import assert_close

NAME = "classification/softmax_before_the_loss_wrong.py"


def test_floor_is_what_cross_entropy_makes_of_1_0_0(names):
    sure_and_right = functional.cross_entropy(torch.eye(3).double(), torch.arange(3))
    assert_close(names["floor"], sure_and_right.item())


@pytest.mark.parametrize("scale", [0.1, 1, 10, 1000])
def test_no_logits_get_the_loss_of_their_softmax_below_the_floor(scale, names):
    torch.manual_seed(0)
    logits = scale * torch.randn(10_000, 3, dtype=torch.float64)
    of_each = functional.cross_entropy(
        logits.softmax(dim=1), logits.argmax(dim=1), reduction="none"
    )
    assert (of_each >= names["floor"] - 1e-14).all()  # a few times float64's rounding


def test_loss_falls_to_its_floor_and_stays_above_it(names):
    assert (losses(run(NAME)) > names["floor"]).all()
    assert losses(run(NAME))[-1] < names["floor"] + 0.01


def test_with_softmax_before_the_loss_every_prediction_is_right(names):
    assert names["accuracy"] == 1
    assert names["right_loss"] < 0.05


def test_loss_without_the_softmax_goes_far_below_the_floor(tmp_path):
    right = twin(NAME, tmp_path, ("loss_fn(y_pred.softmax(dim=1), y)", "loss_fn(y_pred, y)"))
    assert losses(right)[-1] < 0.2 * (math.log(math.e + 2) - 1)
