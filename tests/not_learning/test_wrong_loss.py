"""What docs/not_learning/wrong_loss.md claims besides the fingerprints of its cases."""

import math

import pytest
import torch
from helpers.runs import twin
from torch import nn
from torch.testing import assert_close

TRIPLET = "not_learning/wrong_loss/hardest_negative_wrong.py"


def test_after_a_softmax_two_scores_differ_by_at_most_1():
    p = torch.tensor([[100.0, 0.0, -100.0]]).softmax(1)
    assert p.max() - p.min() == 1


def test_after_a_sigmoid_in_the_model_no_probability_is_below_one_half():
    logits = torch.tensor([-100.0, 0.0, 100.0])
    assert logits.sigmoid().sigmoid().min() == 0.5


@pytest.mark.parametrize(("shares", "above"), [((1.0, 0.0), True), ((1.0, 1.0), False)])
def test_after_two_sigmoids_the_loss_stays_above_one_half_if_half_of_the_answers_are_no(
    shares, above
):
    y = torch.tensor(shares)
    best = nn.functional.binary_cross_entropy_with_logits(y, y)  # of sure and right probabilities
    assert (best > 0.5) == above


def test_smaller_steps_collapse_onto_one_point_all_the_same(tmp_path):
    names = twin(TRIPLET, tmp_path, ("lr=0.02", "lr=0.002")).globals
    # Over eight seeds the spread began at 0.15 to 0.24 and ended at 0.013 to 0.016.
    assert names["spot"].std(0).mean() < 0.05
    # Each gap is the margin and a difference of two distances, none below 0.
    assert abs(names["loss"] - names["MARGIN"]) <= names["d"].max()


def test_triplets_neither_easy_nor_hardest_do_not_collapse(tmp_path):
    hardest = "gap.relu().masked_fill(~triplet, 0).amax((1, 2)).mean()"
    between = "gap[triplet & (gap > 0) & (gap < MARGIN)].mean()"
    names = twin(TRIPLET, tmp_path, (hardest, between), ("range(200)", "range(40)")).globals
    assert names["spot"].std(0).mean() > 0.5  # over ten seeds it was 4.0 to 4.6


def test_a_contrastive_loss_over_n_candidates_that_are_one_point_is_ln_n():
    spot = torch.ones(5, 3)
    loss = nn.functional.cross_entropy(spot @ spot.T, torch.arange(5))
    assert_close(loss, torch.tensor(5.0).log())


def test_where_the_policy_pulls_the_critic_it_rests_above_the_reward_by_the_entropy():
    p = torch.tensor([0.5, 0.3, 0.2])  # the share of each move in the mean
    reward, entropy = 1.0, -(p * p.log()).sum()
    expected = (reward + entropy).clone().requires_grad_()
    advantage = reward - expected
    (p * (-p.log() * advantage + 0.5 * advantage**2)).sum().backward()
    assert_close(expected.grad, torch.tensor(0.0), atol=1e-6, rtol=0)


@pytest.mark.parametrize(("masked", "above"), [(False, True), (True, False)])
def test_a_sample_among_its_own_negatives_keeps_a_contrastive_loss_above_ln_2(masked, above):
    one = nn.functional.one_hot(torch.arange(4), 4).float()
    both = torch.cat([one, one])  # two views of each sample, as alike as can be
    alike = both @ both.t() / 0.05
    if masked:
        alike.fill_diagonal_(-torch.inf)
    loss = nn.functional.cross_entropy(alike, (torch.arange(8) + 4) % 8)
    assert (loss >= math.log(2)) == above


def test_a_contrastive_loss_over_a_batch_of_one_is_0():
    assert nn.functional.cross_entropy(torch.tensor([[3.0]]), torch.tensor([0])) == 0


def test_soft_recall_alone_is_best_with_a_yes_to_everything():
    y = torch.tensor([1.0, 0.0, 0.0, 0.0])
    for_all = torch.ones(4)
    assert (for_all * y).sum() / y.sum() == 1


def test_with_its_arguments_swapped_cross_entropy_is_a_line_in_the_scores():
    y, scores = torch.eye(3), torch.tensor([[3.0, -1.0, 2.0]] * 3)
    at = [nn.functional.cross_entropy(y, factor * scores) for factor in (1, 2, 3)]
    assert_close(at[1] - at[0], at[2] - at[1])


def test_class_numbers_in_place_of_one_hot_targets_would_stop_with_an_error_when_swapped():
    with pytest.raises((RuntimeError, ValueError)):
        nn.functional.cross_entropy(torch.tensor([0, 1, 2]), torch.eye(3))


def test_kldivloss_and_cross_entropy_of_probabilities_have_the_same_gradient():
    y = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
    found = []
    for loss in (
        lambda logits: nn.KLDivLoss(reduction="batchmean")(logits.log_softmax(1), y),
        lambda logits: nn.functional.cross_entropy(logits, y),
    ):
        logits = torch.tensor([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]], requires_grad=True)
        loss(logits).backward()
        found.append(logits.grad)
    assert_close(*found)


def test_kldivloss_divides_by_samples_and_classes_and_batchmean_by_samples_alone():
    torch.manual_seed(7)
    log_p, y = torch.randn(5, 100).log_softmax(1), torch.randn(5, 100).softmax(1)
    with pytest.warns(UserWarning, match="batchmean"):
        mean = nn.KLDivLoss()(log_p, y)
    assert_close(nn.KLDivLoss(reduction="batchmean")(log_p, y), 100 * mean)


def test_a_temperature_shrinks_the_gradient_of_a_divergence_by_about_its_square():
    torch.manual_seed(7)
    logits, taught, lengths = torch.randn(5, 9, requires_grad=True), torch.randn(5, 9), []
    for t in (10, 20):
        p, y = (logits / t).log_softmax(1), (taught / t).softmax(1)
        kl = nn.functional.kl_div(p, y, reduction="batchmean")
        lengths.append(torch.autograd.grad(kl, logits)[0].norm().item())
    assert lengths[0] / lengths[1] == pytest.approx(4, rel=0.05)


def test_attention_with_one_score_a_token_weighs_by_its_softmax_along_the_tokens_alone():
    scores = torch.randn(2, 7, 1)  # (sample, token, 1)
    assert (scores.softmax(-1) == 1).all()
    assert_close(scores.softmax(1).sum(1), torch.ones(2, 1))
    assert (scores.softmax(1) < 1).all()


@pytest.mark.parametrize(("called", "counts"), [(1.0, True), (-1.0, True), (0.0, False)])
@pytest.mark.parametrize(
    "loss_fn",
    [
        lambda a, b, y: nn.functional.cosine_embedding_loss(a, b, y),
        lambda a, b, y: nn.functional.hinge_embedding_loss((a - b).norm(dim=1), y, margin=9.0),
        lambda a, b, y: nn.functional.margin_ranking_loss(a.sum(1), b.sum(1), y, margin=9.0),
    ],
    ids=["cosine", "hinge", "ranking"],
)
def test_a_pair_called_0_within_the_margin_has_no_gradient_where_pairs_are_called_1_and_minus_1(
    loss_fn, called, counts
):
    a = torch.tensor([[1.0, 0.5]], requires_grad=True)
    b = torch.tensor([[0.8, 0.9]])
    loss_fn(a, b, torch.tensor([called])).backward()
    assert bool((a.grad != 0).any()) == counts


@pytest.mark.parametrize(("away", "slope"), [(0.5, 0), (1.5, 1)])
def test_the_hinge_pulls_a_pair_called_0_together_beyond_its_margin_alone(away, slope):
    distance = torch.tensor([away], requires_grad=True)
    nn.functional.hinge_embedding_loss(distance, torch.zeros(1), margin=1.0).backward()
    assert distance.grad == slope


def test_at_one_half_mse_of_a_sigmoid_is_one_quarter_and_half_as_steep_as_cross_entropy():
    steep = []
    for loss_fn in (nn.functional.mse_loss, nn.functional.binary_cross_entropy):
        logit = torch.zeros(2, requires_grad=True)
        loss = loss_fn(logit.sigmoid(), torch.tensor([0.0, 1.0]))
        loss.backward()
        steep.append(logit.grad)
        assert loss.item() == 0.25 or loss_fn is not nn.functional.mse_loss
    assert_close(2 * steep[0], steep[1])
