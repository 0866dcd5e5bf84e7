"""Packed numbers are read back to the last bit, by a reader that is written for the tests alone."""

import math
import random
import struct

import pytest
import torch
from helpers.unpacking import float_at, unmixed, unpacked
from stepper.packing import packed, packed_floats, packed_mix, place


def bits_of(number: float) -> bytes:
    return struct.pack("<f", number)


RANDOM = random.Random(0)
ROWS = {
    "one": [0],
    "small": [0, 1, -1, 30, -31, 31, 60, 61, -62, 1000],
    "counting": [*range(500)],
    "squares": [n * n for n in range(500)],
    "falling": [*range(1000, -1000, -7)],
    "any float's rank": [RANDOM.randint(-(2**31), 2**31 - 1) for _ in range(500)],
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_packed_whole_numbers_are_read_back(row):
    assert unpacked(packed(row)) == row


@pytest.mark.parametrize(
    "row", [[7000] * 99, [7000 * n for n in range(99)]], ids=["equal", "even steps"]
)
def test_what_stays_or_rises_evenly_costs_one_character_a_number_but_for_its_start(row):
    assert len(packed(row)) <= len(row) + 6


FLOATS = [0.0, -0.0, 1.0, -1.0, 1e-45, -1e-45, 3.4e38, 0.1, -123.456, math.inf, -math.inf]


def test_packed_floats_are_read_back_to_the_last_bit():
    rows = [[number, -number] for number in FLOATS]
    columns = [[*map(float_at, unpacked(text))] for text in packed_floats(rows)]
    for column, expected in zip(columns, zip(*rows, strict=True), strict=True):
        assert [*map(bits_of, column)] == [*map(bits_of, expected)]


@pytest.mark.parametrize("number", [0.0, -1.0, 1.0, 1e-45, -3e38])
def test_neighbours_among_float32_are_1_apart(number):
    at = torch.tensor(number)
    above = torch.nextafter(at, torch.tensor(math.inf)).item()
    below = torch.nextafter(at, torch.tensor(-math.inf)).item()
    # Below 0 stands -0, which is its equal.
    assert (place(above) - place(number), place(number) - place(below)) == (1, 1 + (number == 0))


@pytest.mark.parametrize(
    ("key", "power", "weight"), [("exp_avg", 1, 1 - 0.9), ("exp_avg_sq", 2, 1 - 0.999)]
)
def test_adams_averages_are_read_back_from_gradients_and_what_rounding_did(key, power, weight):
    torch.manual_seed(0)
    parameter = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.Adam([parameter])
    gradients, averages = [], []
    for _ in range(200):
        parameter.grad = torch.randn(3)
        optimizer.step()
        gradients.append(parameter.grad.tolist())
        averages.append(optimizer.state[parameter][key].tolist())
    texts = packed_mix(averages, gradients, power, weight)
    columns = zip(texts, zip(*gradients, strict=True), strict=True)
    read = [unmixed(text, goals, power, weight) for text, goals in columns]
    assert read == [[*column] for column in zip(*averages, strict=True)]
    # Where a sum nearly cancels, its roundings are many of its own last digits.
    offs = [abs(off) for text in texts for off in unpacked(text)]
    assert sorted(offs)[len(offs) // 2] <= 2
