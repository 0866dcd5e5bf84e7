"""What docs/not_learning/out_of_reach.md claims besides the fingerprints of its cases."""

import pytest
import torch
from helpers.runs import run, twin_names
from torch import nn
from torch.testing import assert_close

XOR = "not_learning/out_of_reach/no_activation_wrong.py"
ORDER = "not_learning/out_of_reach/no_positions_wrong.py"
GRAY = "not_learning/out_of_reach/range_too_small_wrong.py"


def test_a_linear_layer_of_a_linear_layer_is_a_linear_layer():
    torch.manual_seed(7)
    first, second = nn.Linear(2, 8), nn.Linear(8, 1)
    x = torch.randn(5, 2)
    one = nn.functional.linear(
        x, second.weight @ first.weight, second.weight @ first.bias + second.bias
    )
    assert_close(second(first(x)), one)


def test_two_convolutions_in_a_row_are_one_too():
    torch.manual_seed(7)
    model = nn.Sequential(nn.Conv1d(1, 2, 3, bias=False), nn.Conv1d(2, 1, 3, bias=False))
    # What comes of one number 1 among zeros is the kernel of the one, read backwards.
    kernel = model(torch.eye(9)[4].view(1, 1, 9)).flip(2)
    x = torch.randn(10, 1, 9)
    assert_close(model(x), nn.functional.conv1d(x, kernel))


@pytest.mark.parametrize("change", [("200)", "2000)"), ("lr=0.1", "lr=0.01")])
def test_more_steps_and_another_lr_do_not_help_two_linear_layers_with_xor(change):
    loss = twin_names(XOR, change)["loss"].item()
    assert loss == pytest.approx(0.6931, abs=0.01)


def test_a_tanh_at_the_end_reaches_images_from_minus_1_to_1():
    names = twin_names(GRAY, ("nn.Sigmoid()", "nn.Tanh()"))
    assert names["loss"] < 0.03 * run(GRAY).globals["loss"]


def test_what_the_model_without_positions_does_not_use_is_the_embedding_of_the_place():
    model = run(ORDER).globals["model"]
    assert [n for n, p in model.named_parameters() if p.grad is None] == ["place.weight"]


def test_a_causal_mask_tells_of_the_order_without_any_position():
    masked = ("(h, h, h)", "(h, h, h, attn_mask=torch.ones(2, 2).triu(1).bool())")
    assert twin_names(ORDER, masked)["loss"].item() < 0.05
    assert run(ORDER).globals["loss"].item() > 0.6


def test_attention_is_a_mean_over_tokens_whatever_their_order_is():
    torch.manual_seed(7)
    attention = nn.MultiheadAttention(4, 2, batch_first=True)
    x = torch.randn(1, 5, 4)
    order = torch.randperm(5)
    assert_close(attention(x, x, x)[0][:, order], attention(*[x[:, order]] * 3)[0])


def test_a_layer_that_is_in_a_list_twice_is_listed_once():
    layer = nn.Linear(1, 1)
    assert len(list(nn.ModuleList([layer] * 2).parameters())) == 2
    assert len(list(nn.ModuleList([nn.Linear(1, 1) for _ in range(2)]).parameters())) == 4
