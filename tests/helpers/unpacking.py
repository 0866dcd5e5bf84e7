"""A reader of what docs/hooks/stepper/packing.py writes, for the tests alone."""

import struct
from collections.abc import Sequence
from itertools import accumulate

from stepper.packing import place

DIGITS = [chr(code) for code in range(32, 127) if chr(code) not in '"\\']  # 93, of which
ENDS, MORE = 61, 32  # these end a number, and these go on


def unpacked(text: str) -> list[int]:
    """Whole numbers."""
    order, digits = text[0], text[1:]
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


def unmixed(text: str, goals: Sequence[float], power: int, weight: float) -> list[float]:
    """A column that moved by `weight` towards each goal to this power."""
    before, column = 0.0, []
    for off, goal in zip(unpacked(text), goals, strict=True):
        expected = before + weight * (goal**power - before)
        before = float_at(place(expected) + off)
        column.append(before)
    return column
