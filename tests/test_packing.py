"""Packed numbers are read back to the last bit, by a reader that is written for the tests alone."""

import math
import random
import struct
from itertools import accumulate

import pytest
import torch
from stepper.packing import packed, packed_floats, packed_mix, place

DIGITS = [chr(code) for code in range(32, 127) if chr(code) not in '"\\']  # 93, of which
ENDS, MORE = 61, 32  # these end a number, and these go on


def unpacked(text: str) -> list[int]:
    order, *digits = text
    numbers, rest, scale = [], 0, 1
    for digit in map(DIGITS.index, digits):
        rest += digit * scale
        scale *= MORE
        if digit < ENDS:
            numbers.append(-(rest + 1) // 2 if rest % 2 else rest // 2)
            rest, scale = 0, 1
    for _ in range(int(order)):
        numbers = [*accumulate(numbers)]
    return numbers


def float_at(place: int) -> float:
    """The float32 of a rank: as a whole number, its bits rise with it, or fall below 0."""
    bits = place if place >= 0 else place ^ 0x7FFFFFFF
    return struct.unpack("<f", struct.pack("<i", bits))[0]


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
    offs = [unpacked(text) for text in packed_mix(averages, gradients, power, weight)]

    before, read = [0.0] * 3, []
    for row, off in zip(gradients, zip(*offs, strict=True), strict=True):
        goals = [goal**power for goal in row]
        expected = [old + weight * (goal - old) for old, goal in zip(before, goals, strict=True)]
        before = [float_at(place(e) + o) for e, o in zip(expected, off, strict=True)]
        read.append(before)
    assert read == averages
    # Where a sum nearly cancels, its roundings are many of its own last digits.
    assert sorted(abs(o) for off in offs for o in off)[300] <= 2
