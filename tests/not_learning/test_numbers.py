"""What docs/not_learning/numbers.md claims besides the fingerprints of its cases."""

import pytest
import torch
from torch import nn, optim


def test_exp_is_finite_for_88_and_infinite_for_89():
    assert torch.tensor([88.0, 89.0]).exp().isfinite().tolist() == [True, False]


def test_above_1_the_numbers_of_bfloat16_are_a_128th_apart():
    one = torch.tensor(1.0, dtype=torch.bfloat16)
    assert one.nextafter(2 * one).item() == 1 + 1 / 128


def test_a_step_below_half_of_what_parts_two_numbers_is_lost_however_often_it_comes():
    weight = torch.tensor(1.0, dtype=torch.bfloat16)
    for _ in range(1000):
        weight += 0.99 / 256
    assert weight.item() == 1


@pytest.mark.parametrize(
    "keep", [lambda each, known: each[known], lambda each, known: each * known]
)
def test_a_mask_after_the_square_leaves_a_gradient_of_nan(keep):
    scale = torch.tensor(1.0, requires_grad=True)
    y = torch.tensor([1.0, torch.nan])
    keep((scale - y) ** 2, ~y.isnan()).sum().backward()
    assert scale.grad.isnan()


@pytest.mark.parametrize("steps", [1, 20])
def test_below_its_kink_a_relu_gives_a_gradient_of_0_and_a_leaky_one_does_not(steps):
    for relu, moves in ((nn.ReLU(), False), (nn.LeakyReLU(), True)):
        bias = torch.tensor(-1.0, requires_grad=True)
        optimizer = optim.SGD([bias], lr=0.1)
        for _ in range(steps):
            optimizer.zero_grad()
            ((relu(bias) - 1) ** 2).backward()
            optimizer.step()
        assert (bias.item() != -1) == moves
