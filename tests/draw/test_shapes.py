"""Into which group of the wall a loss falls."""

import math
import random

import pytest
from draw.shapes import SHAPES, shape

DOWN = [1.0, 0.5, 0.2, 0.1, 0.05]
NAN, INF = math.nan, math.inf
REST = [0.2] * 6


def noise(count: int, low: float = 0.0) -> list[float]:
    """Losses of batches that have nothing to do with each other, up to 1."""
    drawn = random.Random(7)
    return [drawn.uniform(low, 1) for _ in range(count)]


def pendulum(count: int, decay: float = 1.0) -> list[float]:
    return [decay**step * (1 + math.cos(step / 2)) + 0.1 for step in range(count)]


@pytest.mark.parametrize(
    ("losses", "name"),
    [
        ([1.0] * 5, "It stays the same, to the last digit"),
        ([0.0] * 5, "It is 0 from the start"),
        ([1.0, 10.0, 100.0, INF, NAN], "It grows, to inf"),
        ([1.0, 0.5, NAN, NAN, NAN], "It is nan, from one step to the next"),
        ([NAN] * 5, "It is nan or inf from the start"),
        ([INF, NAN, NAN, NAN, NAN], "It is nan or inf from the start"),
        ([1.0, 0.2, -1.0, -3.0, -9.0], "It falls below 0"),
        ([1.0, 0.8, 0.6, 0.6, 0.6], "It falls, then repeats itself to the last digit"),
        ([1.0, 0.8] + [0.6, 0.5, 0.7] * 16, "It falls, then repeats itself to the last digit"),
        ([1.0, 0.99, 0.98, 0.97, 0.96], "It hardly falls"),
        ([1.0, *noise(30, low=0.9)], "It hardly falls"),
        ([1.0, 0.6, 0.3, 0.1] * 6, "It falls, and jumps up time and again"),
        ([1.0, 0.5, *REST, 0.9, 0.4, 0.2, 0.21], "It jumps up, once"),
        (pendulum(40), "It swings like a pendulum"),
        (pendulum(40, decay=0.97), "It swings like a pendulum"),
        ([1.0, 0.9, 0.8, 0.7, 1.5], "It grows"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], "It grows"),
        ([2.0, *noise(40)], "It jitters from one to the next"),
        ([1.0, 0.8, 0.7, 0.65, 0.6], "It falls, and stays far above what it could be"),
        (DOWN, "It looks good, and is not"),
    ],
)
def test_a_loss_stands_in_the_group_of_what_it_does(losses, name):
    assert shape(losses, DOWN) == name


@pytest.mark.parametrize(
    ("held_out", "name"),
    [
        ([2.0, 1.0, 1.5, 3.0, 5.0], "Training falls, and held-out does not"),
        ([0.9, 0.4, 0.1, 0.05, 0.01], "Held-out is below training"),
        ([1.1, 0.6, 0.3, 0.2, 0.1], "It looks good, and is not"),
    ],
)
def test_a_held_out_loss_tells_what_the_training_loss_does_not(held_out, name):
    assert shape(DOWN, DOWN, held_out) == name


@pytest.mark.parametrize("seed", range(10))
def test_losses_of_batches_that_have_nothing_to_do_with_each_other_are_no_pendulum(seed):
    drawn = random.Random(seed)
    losses = [2.0] + [drawn.expovariate(1) / (1 + step / 20) for step in range(100)]
    assert shape(losses, DOWN) == "It jitters from one to the next"


def test_each_group_has_such_a_loss():
    tests = (
        test_a_loss_stands_in_the_group_of_what_it_does,
        test_a_held_out_loss_tells_what_the_training_loss_does_not,
    )
    names = {name for test in tests for _, name in test.pytestmark[0].args[1]}
    assert names == set(SHAPES)
