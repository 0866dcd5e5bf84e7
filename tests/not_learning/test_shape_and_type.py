"""What docs/not_learning/shape_and_type.md claims besides the fingerprints of its cases."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close


@pytest.mark.parametrize("label", [3, -1])
def test_neither_3_nor_minus_1_is_a_class_of_three_outputs(label):
    with pytest.raises(IndexError, match=f"Target {label} is out of bounds"):
        nn.functional.cross_entropy(torch.zeros(1, 3), torch.tensor([label]))


REFUSES = {
    "result type Float can't be cast to the desired output type Long": nn.BCEWithLogitsLoss(),
    "Found dtype Long but expected Float": nn.BCELoss(),
}


@pytest.mark.parametrize("message", REFUSES)
def test_both_binary_losses_refuse_integers_each_in_its_words(message):
    with pytest.raises(RuntimeError, match=message):
        REFUSES[message](torch.full((2,), 0.5), torch.tensor([0, 1]))


def test_transposed_classes_and_a_row_for_each_token_give_one_loss():
    torch.manual_seed(7)
    logits, label = torch.randn(2, 5, 3), torch.randint(3, (2, 5))
    by_token = nn.functional.cross_entropy(logits.flatten(0, 1), label.flatten())
    assert_close(nn.functional.cross_entropy(logits.transpose(1, 2), label), by_token)


def test_a_gradient_of_0_may_also_come_of_a_relu_that_is_off():
    x = torch.tensor([1.0, -1.0], requires_grad=True)
    x.relu().sum().backward()
    assert x.grad.tolist() == [1, 0]
    assert x.relu().sum() != torch.tensor([1.0, 1.0]).relu().sum()


@pytest.mark.parametrize("layer", [nn.RNN, nn.GRU, nn.LSTM])
def test_a_recurrent_layer_reads_its_first_axis_as_time(layer):
    x = torch.zeros(4, 2, 3, requires_grad=True)
    states, _ = layer(3, 5)(x)
    states[1, 0].sum().backward()
    assert x.grad.abs().sum(2).bool().tolist() == [[True, False]] * 2 + [[False, False]] * 2


def test_attention_of_torch_mixes_along_its_first_axis():
    x = torch.zeros(4, 2, 6, requires_grad=True)
    mixed, _ = nn.MultiheadAttention(6, 2)(x, x, x)
    mixed[0, 0].sum().backward()
    assert x.grad.abs().sum(2).bool().tolist() == [[True, False]] * 4


def test_dice_is_above_1_with_a_mask_of_255_and_not_with_one_of_1():
    p = torch.tensor([1.0, 0.0])
    for yes, is_above in ((255.0, True), (1.0, False)):
        mask = torch.tensor([yes, 0.0])
        dice = 2 * (p * mask).sum() / (p.sum() + mask.sum())
        assert (dice > 1) == is_above


def test_a_yes_that_counts_255_times_has_no_bottom():
    logits = torch.tensor([10.0, 100.0, 1000.0])
    losses = nn.functional.binary_cross_entropy_with_logits(
        logits, torch.full((3,), 255.0), reduction="none"
    )
    assert (losses.diff() < 0).all()
    assert (losses < 0).all()


def test_log_probabilities_of_a_row_times_advantages_of_a_column_pay_all_actions_alike():
    log_prob = torch.randn(5, requires_grad=True)
    advantage = torch.randn(5, 1)
    (log_prob * advantage).mean().backward()
    assert_close(log_prob.grad, (advantage.mean() / 5).expand(5))
    log_prob.grad = None
    (log_prob * advantage.squeeze(1)).mean().backward()
    assert_close(log_prob.grad, advantage.squeeze(1) / 5)


def test_a_normal_of_several_numbers_has_a_log_prob_for_each_of_them():
    said = torch.distributions.Normal(torch.zeros(5, 3), torch.ones(3)).log_prob(torch.zeros(5, 3))
    assert (said.shape, said.sum(-1).shape) == ((5, 3), (5,))
