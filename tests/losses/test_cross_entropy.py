"""What docs/losses/cross_entropy.md claims."""

import math

import pytest
import torch
from runs import run, twin
from torch import nn
from torch.nn.functional import cross_entropy
from torch.testing import assert_close

BY_HAND = "losses/cross_entropy/by_hand.py"
SOFTMAX = "losses/cross_entropy/softmax_before_the_loss_wrong.py"
TARGETS = "losses/cross_entropy/three_ways_to_name_a_class.py"
REFUSED = "losses/cross_entropy/targets_refused_wrong.py"
WEIGHTS = "losses/cross_entropy/class_weights.py"


@pytest.fixture
def logits():
    torch.manual_seed(7)
    return torch.randn(6, 3, requires_grad=True)


LABELS = torch.tensor([0, 1, 2, 2, 1, 0])


def test_loss_is_minus_the_log_of_the_right_classs_probability():
    script = run(BY_HAND).globals
    z = script["logits"][0]
    assert_close(script["loss"], z.exp().sum().log() - z[1])
    assert_close(script["loss"].detach(), script["by_hand"])


def test_gradient_is_probability_minus_one_hot():
    script = run(BY_HAND).globals
    one_hot = torch.tensor([[0.0, 1.0, 0.0]])
    assert_close(script["gradient"], script["probabilities"] - one_hot)


def test_gradient_of_a_batch_is_probability_minus_one_hot_over_n(logits):
    cross_entropy(logits, LABELS).backward()
    expected = (logits.detach().softmax(1) - nn.functional.one_hot(LABELS)) / 6
    assert_close(logits.grad, expected)


def test_gradient_sums_to_0_over_the_classes():
    assert_close(run(BY_HAND).globals["gradient"].sum(), torch.tensor(0.0), atol=1e-7, rtol=0)


def test_gradient_never_exceeds_1():
    z = torch.tensor([[1000.0, -1000.0, 0.0]], requires_grad=True)
    cross_entropy(z, torch.tensor([1])).backward()
    assert z.grad.abs().max() == 1


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_equal_logits_cost_the_log_of_the_number_of_classes(classes):
    loss = cross_entropy(torch.full((4, classes), 5.0), torch.zeros(4, dtype=torch.int64))
    assert_close(loss.item(), math.log(classes), atol=1e-6, rtol=0)


def test_floor_is_the_formula():
    assert run(SOFTMAX).globals["floor"] == pytest.approx(math.log(math.e + 2) - 1)


def test_floor_is_the_loss_of_the_best_probabilities():
    assert cross_entropy(torch.eye(3), torch.arange(3)).item() == pytest.approx(
        run(SOFTMAX).globals["floor"], abs=1e-6
    )


def test_with_softmax_first_the_loss_stays_above_the_floor():
    wrong = [step.loss for step in run(SOFTMAX).steps[101:]]
    assert len(wrong) == 101
    assert min(wrong) > run(SOFTMAX).globals["floor"]


def test_with_softmax_first_the_loss_falls_all_the_same():
    wrong = torch.tensor([step.loss for step in run(SOFTMAX).steps[101:]])
    assert (wrong.diff() < 0).all()


def test_with_logits_the_loss_falls_far_below_the_floor():
    assert run(SOFTMAX).globals["right"] < 0.01 * run(SOFTMAX).globals["floor"]


def test_softmax_first_shrinks_the_gradient(logits):
    cross_entropy(logits, LABELS).backward()
    right, logits.grad = logits.grad, None
    cross_entropy(logits.softmax(1), LABELS).backward()
    assert logits.grad.norm() < right.norm() / 2


def test_argmax_of_logits_is_argmax_of_probabilities(logits):
    assert torch.equal(logits.argmax(1), logits.softmax(1).argmax(1))


def test_log_softmax_before_the_loss_changes_nothing(logits):
    assert_close(cross_entropy(logits.log_softmax(1), LABELS), cross_entropy(logits, LABELS))


def test_softmax_before_the_loss_changes_it(logits):
    plain, twice = cross_entropy(logits, LABELS), cross_entropy(logits.softmax(1), LABELS)
    assert abs(plain - twice) > 0.1


def test_nll_of_log_softmax_is_cross_entropy(logits):
    assert_close(nn.NLLLoss()(logits.log_softmax(1), LABELS), cross_entropy(logits, LABELS))


def test_nll_of_raw_logits_falls_without_end():
    z = torch.tensor([[0.0, 1e6, 0.0]])
    assert nn.NLLLoss()(z, torch.tensor([1])).item() == -1e6


def test_one_hot_floats_say_the_same_as_class_numbers():
    script = run(TARGETS).globals
    loss_fn, logits = script["loss_fn"], script["logits"]
    assert_close(loss_fn(logits, script["one_hot"]), loss_fn(logits, script["numbers"]))


def test_probabilities_are_a_weighted_sum_of_the_logs():
    script = run(TARGETS).globals
    by_hand = -(script["unsure"] * script["logits"].log_softmax(1)).sum(1).mean()
    assert_close(script["loss_fn"](script["logits"], script["unsure"]), by_hand)


def test_label_smoothing_makes_probabilities_of_class_numbers(logits):
    smooth = nn.functional.one_hot(LABELS).float() * 0.9 + 0.1 / 3
    assert_close(cross_entropy(logits, LABELS, label_smoothing=0.1), cross_entropy(logits, smooth))


ON_THE_PAGE = {
    "class numbers as floats": "to be Long or Byte, but got Float",
    "a column": "multi-target not supported",
    "integer one-hot": "Expected floating point type for target with class probabilities, got Long",
    "counted from 1": "out of bounds",
    "one label too few": "to match target batch_size",
}


@pytest.mark.parametrize("which", range(5), ids=ON_THE_PAGE)
def test_each_wrong_target_is_refused_in_the_words_on_the_page(which):
    lines = run(REFUSED).output.splitlines()
    assert len(lines) == 5
    assert list(ON_THE_PAGE.values())[which] in lines[which]


MENDS = {
    "long": torch.tensor([0.0, 1.0]).long(),
    "squeezed": torch.tensor([[0], [1]]).squeeze(1),
    "float one-hot": torch.tensor([[1, 0, 0], [0, 1, 0]]).float(),
    "counted from 0": torch.tensor([2, 3]) - 1,
    "one label each": torch.tensor([0, 0]),
}


@pytest.mark.parametrize("target", MENDS.values(), ids=MENDS)
def test_each_mend_is_accepted(target):
    assert_close(cross_entropy(torch.zeros(2, 3), target).item(), math.log(3))


def test_class_weights_divide_by_the_sum_of_the_samples_weights():
    script = run(WEIGHTS).globals
    assert_close(script["weighted"], script["by_hand"])


def test_without_class_weights_the_mean_is_divided_by_the_number_of_samples():
    script = run(WEIGHTS).globals
    right = script["logits"].softmax(dim=1)[torch.arange(4), script["y"]]
    assert_close(script["plain"], -right.log().sum() / 4)


def test_dividing_by_the_number_of_samples_is_another_number(tmp_path):
    wrong = twin(WEIGHTS, tmp_path, ("/ class_weight[y].sum()", "/ len(y)")).globals
    assert abs(wrong["weighted"] - wrong["by_hand"]) > 0.1


def test_doubling_all_class_weights_changes_nothing(tmp_path):
    doubled = twin(WEIGHTS, tmp_path, ("[1.0, 3.0]", "[2.0, 6.0]"))
    assert_close(doubled.globals["weighted"], run(WEIGHTS).globals["weighted"])


def test_the_weights_let_both_classes_weigh_the_same():
    script = run(WEIGHTS).globals
    each = script["class_weight"][script["y"]]
    assert each[script["y"] == 0].sum() == each[script["y"] == 1].sum()


@pytest.mark.parametrize("label", [0, 1])
def test_one_logit_is_two_classes_of_which_no_has_logit_0(label):
    z = torch.tensor([-3.0, 0.0, 1.5])
    one = nn.BCEWithLogitsLoss()(z, torch.full((3,), float(label)))
    two = cross_entropy(torch.stack([torch.zeros(3), z], dim=1), torch.full((3,), label))
    assert_close(one, two)


def test_in_two_steps_the_loss_overflows_and_the_gradient_is_nan():
    z = torch.tensor([[0.0, 200.0]], requires_grad=True)
    loss = -z.softmax(1).log()[0, 0]
    loss.backward()
    assert loss.item() == math.inf
    assert z.grad.isnan().all()


def test_in_one_step_it_does_not():
    z = torch.tensor([[0.0, 200.0]], requires_grad=True)
    loss = cross_entropy(z, torch.tensor([0]))
    loss.backward()
    assert loss.item() == 200
    assert_close(z.grad, torch.tensor([[-1.0, 1.0]]))


def test_slope_of_a_squared_probability_is_the_formula():
    z = torch.tensor(-10.0, dtype=torch.float64, requires_grad=True)
    nn.MSELoss()(z.sigmoid(), torch.tensor(1.0, dtype=torch.float64)).backward()
    p = z.detach().sigmoid()
    assert_close(z.grad, 2 * (p - 1) * p * (1 - p))
    assert abs(z.grad) < 1e-4


def test_slope_of_cross_entropy_does_not_vanish_there():
    z = torch.tensor(-10.0, requires_grad=True)
    nn.BCEWithLogitsLoss()(z, torch.tensor(1.0)).backward()
    assert z.grad < -0.99
