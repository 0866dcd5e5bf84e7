"""What docs/losses/accuracy.md claims."""

import math

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from torch.testing import assert_close

STILL = "losses/accuracy/sits_still_then_jumps.py"
NO_SLOPE = "losses/accuracy/no_slope_wrong.py"
HELD_OUT = "losses/accuracy/held_out_loss_rises.py"
DISAGREE = "losses/accuracy/loss_and_accuracy_disagree.py"


def test_accuracy_changes_at_two_moves_of_the_boundary():
    accuracy = table(STILL)[:, 1]
    assert (accuracy.diff() != 0).sum() == 2


def test_loss_changes_at_each_move_of_the_boundary():
    loss = table(STILL)[:, 2]
    assert (loss.diff() != 0).all()


def test_accuracy_jumps_where_a_sample_crosses_over():
    bias, accuracy = table(STILL)[:, :2].T
    script = run(STILL).globals
    x, y = script["x"].double(), script["y"].double()
    right = (x + bias[:, None] > 0) == (y > 0)
    assert_close(accuracy, right.double().mean(dim=1))


def test_slope_of_cross_entropy_is_the_closed_form():
    bias, _, _, slope = table(STILL).T
    script = run(STILL).globals
    x, y = script["x"].double(), script["y"].double()
    closed = (torch.sigmoid(x + bias[:, None]) - y).mean(dim=1)
    assert_close(slope, closed, atol=5.01e-4, rtol=0)  # half of the third digit, the last printed


def test_slope_of_cross_entropy_is_positive_at_all_places_between_the_printed_ones():
    script = run(STILL).globals
    bias = torch.linspace(-2.5, -0.5, 1001)[:, None].requires_grad_()
    (slope,) = torch.autograd.grad(
        torch.nn.functional.binary_cross_entropy_with_logits(
            script["x"] + bias, script["y"].expand(1001, 4), reduction="sum"
        ),
        bias,
    )
    assert slope.min() > 0.1


def counts(y_pred, y):
    said, right = y_pred > 0, y > 0
    hits = (said & right).sum(dim=-1)
    return hits, said.sum(dim=-1), right.sum()


SCORES = {
    "accuracy": lambda y_pred, y: ((y_pred > 0) == (y > 0)).float().mean(dim=-1),
    "recall": lambda y_pred, y: counts(y_pred, y)[0] / counts(y_pred, y)[2],
    "precision": lambda y_pred, y: counts(y_pred, y)[0] / counts(y_pred, y)[1],
    "F1": lambda y_pred, y: 2 * counts(y_pred, y)[0] / sum(counts(y_pred, y)[1:]),
}


@pytest.mark.parametrize("score", SCORES.values(), ids=SCORES)
def test_a_score_that_counts_answers_is_flat_except_where_a_sample_crosses_over(score):
    script = run(STILL).globals
    bias = -torch.arange(0.05, 5.0, 0.1)[:, None]  # never at -1, -2, -4 or -5, the samples
    scores = score(script["x"] + bias, script["y"])
    crossings = (script["x"] + bias > 0).int().diff(dim=0).any(dim=1)
    jumps = scores.diff() != 0
    assert jumps.any()
    assert crossings[jumps].all()
    assert crossings.sum() <= 4


def test_accuracy_has_no_graph():
    assert not run(NO_SLOPE).globals["accuracy"].requires_grad


def test_recall_has_no_graph():
    recall = run(NO_SLOPE).globals["recall"]
    assert recall == 1
    assert not recall.requires_grad


def test_argmax_has_no_graph():
    assert not torch.randn(2, 3, requires_grad=True).argmax(1).requires_grad


def test_backward_from_accuracy_says_that_it_does_not_require_grad():
    said = "element 0 of tensors does not require grad and does not have a grad_fn"
    assert said in run(NO_SLOPE).output.splitlines()


def test_rounding_keeps_the_graph_with_slope_0():
    script = run(NO_SLOPE).globals
    assert script["mistakes"].requires_grad
    assert script["bias"].grad == 0


def test_a_step_of_sgd_from_a_rounded_loss_moves_nothing():
    step = ("mistakes.backward()", "mistakes.backward(); torch.optim.SGD([bias], lr=1.0).step()")
    assert twin_names(NO_SLOPE, step)["bias"] == -1.5


def test_the_share_of_mistakes_is_1_minus_accuracy():
    script = run(NO_SLOPE).globals
    right = (script["x"] - 1.5 > 0) == (script["y"] == 1)
    assert script["accuracy"].item() == right.double().mean()
    assert script["mistakes"].item() == 1 - right.double().mean()


def test_without_rounding_the_slope_is_not_0(tmp_path):
    smooth = twin(NO_SLOPE, tmp_path, (".sigmoid().round()", ".sigmoid()"))
    assert smooth.globals["bias"].grad > 0.01


def test_a_share_of_mistakes_that_is_wrapped_again_moves_no_parameter():
    wrapped = "torch.tensor(mistakes.item(), requires_grad=True).backward()"
    unprinted = ("bias.grad.item():.4f", "bias.grad")
    script = twin_names(NO_SLOPE, ("mistakes.backward()", wrapped), unprinted)
    assert script["bias"] == -1.5
    assert script["bias"].grad is None


def test_the_model_of_lower_loss_has_lower_accuracy():
    (loss_right, all_right), (loss_sure, once_wrong) = table(DISAGREE)
    assert loss_sure < loss_right
    assert once_wrong < all_right == 1


CUTS = {
    "a comparison": lambda loss: (loss > 0).float(),
    "item": lambda loss: torch.tensor(loss.item()),
    "detach": lambda loss: loss.detach(),
}


@pytest.mark.filterwarnings("ignore:To copy construct")
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_cut_around_the_whole_loss_stops_backward_and_around_one_term_is_silent(cut):
    weight = torch.tensor(3.0, requires_grad=True)
    with pytest.raises(RuntimeError, match="does not require grad"):
        cut(weight**2).backward()
    (weight**2 + cut(5 * weight)).backward()
    assert weight.grad == 6  # of the square alone; the other term's slope is 5


def test_numpy_stops_at_once():
    with pytest.raises(RuntimeError, match="Can't call numpy"):
        torch.tensor(3.0, requires_grad=True).square().numpy()


@pytest.mark.parametrize("n", [1, 4, 100])
def test_the_cheapest_wrong_answer_among_n_makes_the_loss_ln_2_over_n(n):
    # The cheapest wrong answer has the logit 0 and costs ln 2; n - 1 sure ones add nothing.
    y_pred, y = torch.full((n,), 50.0).double(), torch.ones(n).double()
    y_pred[0] = 0
    loss = torch.nn.functional.binary_cross_entropy_with_logits(y_pred, y)
    assert_close(loss.item(), math.log(2) / n)


@pytest.mark.parametrize("n", [1, 4, 100])
def test_a_wrong_answer_among_n_costs_at_least_ln_2_over_n(n):
    torch.manual_seed(7)
    y_pred, y = 10 * torch.randn(1000, n).double(), torch.randint(0, 2, (1000, n)).double()
    wrong = ((y_pred > 0) != y).any(dim=1)
    costs = torch.nn.functional.binary_cross_entropy_with_logits(y_pred, y, reduction="none")
    assert wrong.any()
    assert (costs.mean(dim=1)[wrong] >= math.log(2) / n).all()


def test_the_held_out_loss_more_than_doubles_while_accuracy_moves_by_less_than_a_hundredth():
    _, loss, of_wrong, accuracy = table(HELD_OUT).T
    assert loss[-1] > 2 * loss[0]
    assert accuracy.max() - accuracy.min() < 0.01
    assert of_wrong[-1] > 3 * of_wrong[0]


def test_late_in_training_nine_of_ten_held_out_answers_stay_and_the_logits_double():
    early = twin_names(HELD_OUT, ("range(1001)", "range(51)"))["y_pred"]
    late = run(HELD_OUT).globals["y_pred"]
    assert ((early > 0) == (late > 0)).double().mean() > 0.9
    assert late.abs().mean() > 2 * early.abs().mean()
