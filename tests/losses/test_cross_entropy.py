"""What docs/losses/cross_entropy.md claims."""

import contextlib
import math

import pytest
import torch
from helpers.runs import run, twin, twin_names
from torch import nn, optim
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
    # Three numbers below 1, and two sums of them, are each rounded by half of float32's eps.
    off = 5 / 2 * torch.finfo(torch.float32).eps
    assert_close(run(BY_HAND).globals["gradient"].sum(), torch.tensor(0.0), atol=off, rtol=0)


@pytest.mark.parametrize("spread", [0.1, 1.0, 10.0, 1000.0])
def test_each_entry_of_a_samples_gradient_stays_between_minus_1_and_1(spread):
    torch.manual_seed(7)
    z = (spread * torch.randn(1000, 5)).requires_grad_()
    cross_entropy(z, torch.randint(0, 5, (1000,)), reduction="sum").backward()
    assert z.grad.abs().max() <= 1 + 1.2e-7  # exp may round up


def test_all_entries_of_the_gradient_fade_as_the_model_gets_it_right():
    z = torch.zeros(6, 3).double()
    z[:, 1] = torch.arange(6.0)
    z.requires_grad_()
    cross_entropy(z, torch.ones(6, dtype=torch.int64), reduction="sum").backward()
    assert (z.grad.abs().diff(dim=0) < 0).all()


@pytest.mark.parametrize("lr", [0.1, 1.0])
def test_a_step_lowers_each_wrong_logit_in_proportion_to_its_probability(lr):
    step = (
        "gradient = logits.grad",
        f"torch.optim.SGD([logits], lr={lr}).step(); gradient = logits.grad",
    )
    script = twin_names(BY_HAND, step)
    moved = script["logits"].detach() - torch.tensor([[2.0, 1.0, 0.0]])
    probabilities = torch.tensor([[2.0, 1.0, 0.0]]).softmax(dim=1)
    assert_close(moved[0, [0, 2]], -lr * probabilities[0, [0, 2]])
    assert moved[0, 1] > 0


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


def test_with_softmax_first_the_loss_falls_at_every_step():
    wrong = torch.tensor([step.loss for step in run(SOFTMAX).steps[101:]])
    assert (wrong.diff() < 0).all()


def test_with_logits_the_loss_falls_far_below_the_floor():
    assert run(SOFTMAX).steps[100].loss < 0.01 * run(SOFTMAX).globals["floor"]


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_with_three_classes_softmax_first_shrinks_the_gradient_of_each_sample(spread):
    torch.manual_seed(7)
    z = (spread * torch.randn(1000, 3).double()).requires_grad_()
    y = torch.randint(0, 3, (1000,))
    (right,) = torch.autograd.grad(cross_entropy(z, y, reduction="sum"), z)
    (wrong,) = torch.autograd.grad(cross_entropy(z.softmax(1), y, reduction="sum"), z)
    # The largest ratio of 20,000 random rows was 0.71.
    assert (wrong.norm(dim=1) < 0.8 * right.norm(dim=1)).all()


def test_argmax_of_logits_is_argmax_of_probabilities(logits):
    assert torch.equal(logits.argmax(1), logits.softmax(1).argmax(1))


def test_log_softmax_before_the_loss_changes_nothing(logits):
    assert_close(cross_entropy(logits.log_softmax(1), LABELS), cross_entropy(logits, LABELS))


def test_softmax_before_the_loss_changes_the_loss(logits):
    plain, twice = cross_entropy(logits, LABELS), cross_entropy(logits.softmax(1), LABELS)
    assert abs(plain - twice) > 0.1


def test_nll_of_log_softmax_is_cross_entropy(logits):
    assert_close(nn.NLLLoss()(logits.log_softmax(1), LABELS), cross_entropy(logits, LABELS))


def test_with_raw_logits_nll_falls_by_the_same_amount_each_step_below_0(tmp_path):
    nll = twin(SOFTMAX, tmp_path, ("nn.CrossEntropyLoss()", "nn.NLLLoss()"))
    raw = torch.tensor([step.loss for step in nll.steps[:101]]).double()
    # Each of three logits gains lr / 3 a step, and the loss is minus their mean; each step rounds.
    assert_close(raw, -torch.arange(101).double() * 10 / 3, rtol=100 * 1.2e-7, atol=0)


def test_without_class_weights_one_hot_rows_give_the_loss_of_class_numbers(logits):
    script = run(TARGETS).globals
    loss_fn, its_logits = script["loss_fn"], script["logits"]
    assert_close(loss_fn(its_logits, script["one_hot"]), loss_fn(its_logits, script["numbers"]))
    one_hot = nn.functional.one_hot(LABELS).float()
    assert_close(cross_entropy(logits, one_hot), cross_entropy(logits, LABELS))


def test_with_class_weights_one_hot_rows_do_not_give_the_loss_of_class_numbers(logits):
    one_hot, weight = nn.functional.one_hot(LABELS).float(), torch.tensor([1.0, 2.0, 5.0])
    of_rows = cross_entropy(logits, one_hot, weight=weight)
    assert of_rows > 1.5 * cross_entropy(logits, LABELS, weight=weight)


def test_probabilities_are_a_weighted_sum_of_the_logs():
    script = run(TARGETS).globals
    by_hand = -(script["unsure"] * script["logits"].log_softmax(1)).sum(1).mean()
    assert_close(script["loss_fn"](script["logits"], script["unsure"]), by_hand)


def test_label_smoothing_makes_probabilities_of_class_numbers(logits):
    smooth = nn.functional.one_hot(LABELS).float() * 0.9 + 0.1 / 3
    assert_close(cross_entropy(logits, LABELS, label_smoothing=0.1), cross_entropy(logits, smooth))


SHAPES = {"(C,)": ((3,), ()), "(N, C)": ((4, 3), (4,)), "(N, C, d)": ((2, 3, 5), (2, 5))}


@pytest.mark.parametrize(("with_classes", "without"), SHAPES.values(), ids=SHAPES)
def test_in_the_shape_of_the_logits_a_target_is_read_as_probabilities(with_classes, without):
    logits, rows = torch.randn(with_classes), torch.rand(with_classes)
    axis = 0 if len(with_classes) == 1 else 1
    by_hand = -(rows * logits.log_softmax(axis)).sum(axis).mean()
    assert_close(cross_entropy(logits, rows), by_hand)
    with pytest.raises(
        RuntimeError, match="Expected floating point type for target with class pro"
    ):
        cross_entropy(logits, rows.long())


@pytest.mark.parametrize(("with_classes", "without"), SHAPES.values(), ids=SHAPES)
def test_without_the_axis_of_the_classes_a_target_is_read_as_class_numbers(with_classes, without):
    logits, numbers = torch.randn(with_classes), torch.ones(without, dtype=torch.int64)
    axis = 0 if len(with_classes) == 1 else 1
    assert_close(cross_entropy(logits, numbers), -logits.log_softmax(axis).select(axis, 1).mean())
    with pytest.raises(RuntimeError, match="expected target dtype to be Long"):
        cross_entropy(logits, numbers.float())


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


FIXES = {
    "long": torch.tensor([0.0, 1.0]).long(),
    "squeezed": torch.tensor([[0], [1]]).squeeze(1),
    "float one-hot": torch.tensor([[1, 0, 0], [0, 1, 0]]).float(),
    "counted from 0": torch.tensor([2, 3]) - 1,
    "one label each": torch.tensor([0, 0]),
}


@pytest.mark.parametrize("target", FIXES.values(), ids=FIXES)
def test_a_target_that_was_fixed_as_the_table_says_is_accepted(target):
    assert_close(cross_entropy(torch.zeros(2, 3), target).item(), math.log(3))


def test_of_the_integer_types_torch_takes_int64_and_uint8_for_class_numbers(logits):
    taken = set()
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):
        with contextlib.suppress(RuntimeError):
            assert_close(cross_entropy(logits, LABELS.to(dtype)), cross_entropy(logits, LABELS))
            taken.add(dtype)
    assert taken == {torch.int64, torch.uint8}


def test_with_class_weights_the_loss_of_class_numbers_is_divided_by_the_samples_weights():
    script = twin_names(WEIGHTS, ("[class_weight, 2 * class_weight]", "[class_weight]"))
    assert_close(script["of_numbers"], script["by_the_weights"])


def test_with_class_weights_the_loss_of_one_hot_rows_is_divided_by_their_number():
    script = twin_names(WEIGHTS, ("[class_weight, 2 * class_weight]", "[class_weight]"))
    assert_close(script["of_rows"], script["by_the_samples"])


def test_with_class_weights_the_loss_of_any_probability_rows_is_divided_by_their_number(logits):
    rows, weight = torch.rand(6, 3), torch.tensor([1.0, 2.0, 5.0])
    by_hand = -(weight * rows * logits.log_softmax(1)).sum() / 6
    assert_close(cross_entropy(logits, rows, weight=weight), by_hand)


def test_without_class_weights_the_mean_is_divided_by_the_number_of_samples():
    script = run(WEIGHTS).globals
    right = script["logits"].softmax(dim=1)[torch.arange(4), script["y"]]
    assert_close(script["plain"], -right.log().sum() / 4)


def test_doubling_all_class_weights_leaves_the_loss_of_class_numbers_the_same(logits):
    weight = torch.tensor([1.0, 2.0, 5.0])
    once, twice = (cross_entropy(logits, LABELS, weight=w) for w in (weight, 2 * weight))
    assert_close(twice, once)


def test_doubling_all_class_weights_doubles_the_loss_of_one_hot_rows(logits):
    weight, one_hot = torch.tensor([1.0, 2.0, 5.0]), nn.functional.one_hot(LABELS).float()
    once, twice = (cross_entropy(logits, one_hot, weight=w) for w in (weight, 2 * weight))
    assert_close(twice, 2 * once)


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


@pytest.mark.parametrize("label", [torch.tensor([1, 0]), torch.zeros(2, 1)], ids=["int64", "shape"])
def test_bce_with_logits_refuses_a_target_of_another_dtype_or_shape(label):
    with pytest.raises((RuntimeError, ValueError)):
        nn.BCEWithLogitsLoss()(torch.zeros(2), label)


def test_bce_with_logits_of_several_questions_is_the_mean_over_the_questions():
    torch.manual_seed(7)
    z, y = torch.randn(4, 3), torch.randint(0, 2, (4, 3)).float()
    each = torch.stack([nn.BCEWithLogitsLoss()(z[:, k], y[:, k]) for k in range(3)])
    assert_close(nn.BCEWithLogitsLoss()(z, y), each.mean())


@pytest.mark.parametrize("kind", [optim.SGD, optim.Adam])
def test_after_a_step_each_weight_whose_gradient_was_nan_is_nan(kind):
    weight = torch.ones(2, requires_grad=True)
    weight.grad = torch.tensor([float("nan"), 1.0])
    kind([weight], lr=0.1).step()
    assert weight.isnan().tolist() == [True, False]


def test_in_two_steps_the_loss_is_inf_and_the_gradient_is_nan():
    z = torch.tensor([[0.0, 200.0]], requires_grad=True)
    assert z.softmax(1)[0, 0] == 0
    loss = -z.softmax(1).log()[0, 0]
    loss.backward()
    assert loss.item() == math.inf
    assert z.grad.isnan().all()


def test_in_one_step_the_loss_is_200_and_the_gradient_is_finite():
    z = torch.tensor([[0.0, 200.0]], requires_grad=True)
    loss = cross_entropy(z, torch.tensor([0]))
    loss.backward()
    assert loss.item() == 200
    assert_close(z.grad, torch.tensor([[-1.0, 1.0]]))


def test_where_the_model_is_sure_and_wrong_the_slope_of_the_squared_error_is_nearly_0():
    z = torch.tensor(-10.0, dtype=torch.float64, requires_grad=True)
    nn.MSELoss()(z.sigmoid(), torch.tensor(1.0, dtype=torch.float64)).backward()
    p = z.detach().sigmoid()
    assert_close(z.grad, 2 * (p - 1) * p * (1 - p))
    assert abs(z.grad) < 1e-4


def test_where_the_model_is_sure_and_wrong_the_slope_of_cross_entropy_is_nearly_1():
    z = torch.tensor(-10.0, requires_grad=True)
    nn.BCEWithLogitsLoss()(z, torch.tensor(1.0)).backward()
    assert z.grad < -0.99


@pytest.mark.parametrize("logit", [-10.0, -1.0, 0.0, 3.0])
def test_slope_of_a_probability_by_its_logit_is_p_times_1_minus_p_and_the_logarithm_cancels_p(
    logit,
):
    z = torch.tensor(logit, dtype=torch.float64, requires_grad=True)
    p = z.sigmoid()
    (by_logit,) = torch.autograd.grad(p, z, retain_graph=True)
    torch.testing.assert_close(by_logit, (p * (1 - p)).detach())
    (squared,) = torch.autograd.grad((1 - p) ** 2, p, retain_graph=True)
    assert squared.abs() <= 2
    (cross_entropy,) = torch.autograd.grad(-p.log(), z)
    torch.testing.assert_close(cross_entropy, (p - 1).detach())
