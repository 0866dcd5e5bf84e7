"""What the page is told of a sample that a reader moves beside the lines of several losses."""

import json
import re

import pytest
from draw.outlier import outlier
from draw.terms import Terms
from helpers.runs import run, twin
from record.errors import RecordingError

NAME = "losses/l1_and_huber/outlier_counts_once.py"


@pytest.fixture(scope="module")
def told():
    return outlier(run(NAME), still="<svg></svg>")


def test_samples_are_those_of_the_script(told):
    assert [told.x, told.y] == [run(NAME).globals[name].tolist() for name in ("x", "y")]


def test_the_sample_to_move_is_the_one_far_off(told):
    assert told.y[told.far] == 30


def test_it_is_moved_as_far_to_both_sides_of_the_line_of_the_others(told):
    assert (told.low + told.high) / 2 == 2 * told.x[told.far]
    assert told.high == told.y[told.far]


def test_losses_are_the_script_s_by_their_terms(told):
    assert told.losses == {
        "MSE": Terms(square=1),
        "L1": Terms(absolute=1),
        "Huber": Terms(square=0.5, delta=1),
    }


def test_the_page_holds_all_of_it_as_json(told):
    facts = json.loads(re.search(r"<script[^>]*>(.*?)</script>", str(told))[1])
    assert facts["y"] == told.y
    assert [loss["name"] for loss in facts["losses"]] == ["MSE", "L1", "Huber"]
    assert [loss.get("delta") for loss in facts["losses"]] == [None, None, 1]  # JSON has no inf


def test_huber_s_delta_is_the_script_s(tmp_path):
    other = outlier(twin(NAME, tmp_path, ("delta=1.0", "delta=2.5")), still="")
    assert other.losses["Huber"] == Terms(square=0.5, delta=2.5)


def test_the_far_sample_may_be_any(tmp_path):
    other = twin(NAME, tmp_path, ("[2.0, 4.0, 6.0, 8.0, 30.0]", "[2.0, -9.0, 6.0, 8.0, 10.0]"))
    told = outlier(other, still="")
    assert (told.far, told.low, told.high) == (1, -9, 17)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("8.0, 30.0]", "8.0, 10.0]"), "no sample of .* is off"),
        (("nn.HuberLoss(delta=1.0)", "nn.SmoothL1Loss()"), "does not know SmoothL1Loss"),
        (("losses =", "several =", "in losses", "in several"), "no list `losses`"),
    ],
    ids=["no outlier", "another loss", "no list"],
)
def test_another_script_is_refused(tmp_path, change, why):
    pairs = zip(change[::2], change[1::2], strict=True)
    with pytest.raises(RecordingError, match=why):
        outlier(twin(NAME, tmp_path, *pairs), still="")


def test_a_line_with_a_bias_is_refused():
    with pytest.raises(RecordingError, match="lines through 0"):
        outlier(run("linear_regression.py"), still="")
