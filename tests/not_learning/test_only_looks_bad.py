"""What docs/not_learning/only_looks_bad.md claims besides the fingerprints of its cases."""

import math

import pytest
import torch
from helpers.runs import run
from torch import nn, optim

EVERY_PAIR = "not_learning/only_looks_bad/every_pair_counted_wrong.py"
PLAYERS = "not_learning/only_looks_bad/two_players_wrong.py"


def test_where_every_target_is_ignored_the_loss_is_nan_and_the_gradient_is_0():
    logits = torch.randn(4, 3, requires_grad=True)
    loss = nn.functional.cross_entropy(logits, torch.full((4,), -100))
    loss.backward()
    assert loss.isnan()
    assert (logits.grad == 0).all()


def test_with_targets_between_0_and_1_the_least_of_the_loss_is_their_entropy_and_its_slope_is_0():
    y = torch.tensor([0.8, 0.3])
    logits = y.logit().requires_grad_()
    loss = nn.functional.binary_cross_entropy_with_logits(logits, y)
    loss.backward()
    torch.testing.assert_close(loss, -(y * y.log() + (1 - y) * (1 - y).log()).mean())
    torch.testing.assert_close(logits.grad, torch.zeros(2), atol=1e-7, rtol=0)


def test_the_share_of_right_pairs_of_a_column_and_a_row_is_near_one_half():
    names = run(EVERY_PAIR).globals
    assert (names["answers"] == names["label"]).float().mean().item() == pytest.approx(0.5, abs=0.1)


def row_moves(optimizer, padding_idx=None) -> bool:
    """Whether row 1 of two moves where only row 0 is asked for."""
    torch.manual_seed(7)
    embedding = nn.Embedding(2, 3, padding_idx=padding_idx)
    before = embedding.weight[1].detach().clone()
    step = optimizer(embedding.parameters())
    embedding(torch.tensor([0])).square().sum().backward()
    step.step()
    return not embedding.weight[1].equal(before)


def test_weight_decay_moves_a_row_that_no_sample_asks_for():
    assert not row_moves(lambda p: optim.SGD(p, lr=0.1))
    assert row_moves(lambda p: optim.SGD(p, lr=0.1, weight_decay=0.1))


def test_momentum_of_an_earlier_batch_moves_a_row_that_this_one_does_not_ask_for():
    embedding = nn.Embedding(2, 3)
    optimizer = optim.SGD(embedding.parameters(), lr=0.1, momentum=0.9)
    at = []
    for word in (1, 0):
        optimizer.zero_grad()
        embedding(torch.tensor([word])).sum().backward()
        optimizer.step()
        at.append(embedding.weight[1].detach().clone())
    assert not at[0].equal(at[1])


def test_the_row_of_padding_gets_no_gradient_even_where_it_is_asked_for():
    embedding = nn.Embedding(2, 3, padding_idx=1)
    embedding(torch.tensor([0, 1])).sum().backward()
    assert embedding.weight.grad.any(1).tolist() == [True, False]


def test_the_generator_s_loss_rises_and_then_stays_near_ln_2():
    shown = torch.tensor(run(PLAYERS).globals["shown"])
    assert shown.max() > 2 * shown[0]
    # A batch's loss differs from the next by some 0.05, the mean of a hundred by a tenth of that.
    assert shown[-100:].mean().item() == pytest.approx(math.log(2), abs=0.02)


@pytest.mark.parametrize("both_ways", [True, False], ids=["bidirectional", "forward"])
def test_an_output_of_a_bidirectional_lstm_depends_on_the_next_input_and_of_another_does_not(
    both_ways,
):
    torch.manual_seed(7)
    x = torch.randn(1, 5, 1, requires_grad=True)  # (sample=1, time=5, feature=1)
    nn.LSTM(1, 4, bidirectional=both_ways, batch_first=True)(x)[0][0, 2].sum().backward()
    assert (x.grad[0, 3:] != 0).any() == both_ways


def test_argmax_answers_for_each_class_for_all_or_always_0_if_its_axis_is_wrong():
    logits = torch.tensor([[0.0, 3.0], [2.0, 1.0], [0.0, 1.0]])  # (sample=3, class=2)
    assert logits.argmax(1).tolist() == [1, 0, 1]
    assert logits.argmax(0).tolist() == [1, 0]  # a sample for each class
    assert logits.argmax().item() == 1  # one place of all
    assert logits[:, 1:].argmax(1).tolist() == [0, 0, 0]


def test_a_logit_of_0_is_a_probability_of_one_half():
    assert torch.tensor(0.0).sigmoid() == 0.5


def test_a_policys_loss_with_centered_advantages_is_0_at_its_first_step_and_its_gradient_is_not():
    logits = torch.zeros(4, requires_grad=True)
    said = logits.log_softmax(0)[torch.tensor([0, 1, 2])]
    reward = torch.tensor([1.0, 0.0, 0.0])
    loss = -((said - said.detach()).exp() * (reward - reward.mean())).mean()
    loss.backward()
    torch.testing.assert_close(loss.detach(), torch.tensor(0.0))
    assert logits.grad[0] < 0 < logits.grad[1:3].min()
