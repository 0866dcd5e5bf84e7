"""Numbers as short text, lossless, so that a run's recording is light to send.

What a run records changes little from epoch to epoch, so the differences of its differences are
small; one character holds a small one. docs/assets/stepper/recording.js reads them back.
"""

import json
from collections.abc import Sequence

import numpy as np

# Printable ASCII without what JSON would escape. A character of the first _LAST ends a number.
_DIGITS = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\')
_LAST = 61
_MORE = len(_DIGITS) - _LAST


def packed(numbers: Sequence[int]) -> str:
    """Whole numbers as text: how many times differences were taken, then the differences."""
    texts = []
    row = list(numbers)
    for order in range(6):
        texts.append(str(order) + "".join(map(_digits, row)))
        row = [after - before for before, after in zip([0, *row], row, strict=False)]
    return min(texts, key=len)


def packed_floats(rows: Sequence[Sequence[float]]) -> list[str]:
    """Each column of float32 numbers as text, by the bits' place among all floats.

    Args:
        rows: what was recorded, first to last; all of one length.
    """
    return [packed(list(map(place, column))) for column in zip(*rows, strict=True)]


def packed_mix(rows, mixed, power: int, weight: float) -> list[str]:
    """Columns of float32 numbers that each moved by `weight` towards those of `mixed`.

    Only how far this is off, a rounding or two, is written down.

    Args:
        rows: what was recorded; before the first it was 0.
        mixed: what was mixed in, row by row.
        power: 1, or 2 if it was squared.
        weight: how far each number moved towards what was mixed in.
    """
    texts = []
    for column, towards in zip(zip(*rows, strict=True), zip(*mixed, strict=True), strict=True):
        before, off = 0.0, []
        for value, goal in zip(column, towards, strict=True):
            expected = before + weight * ((goal * goal if power == 2 else goal) - before)
            off.append(place(value) - place(expected))
            before = value
        texts.append(packed(off))
    return texts


def place(number: float) -> int:
    """Where a number stands among all float32: neighbours differ by 1, 0 is at 0 and -0 at -1."""
    with np.errstate(over="ignore"):
        bits = int(np.float32(number).view(np.int32))
    return bits if bits >= 0 else bits ^ 0x7FFFFFFF


def size(texts: list[str]) -> int:
    """How long they are together."""
    return len(json.dumps(texts))


def _digits(number: int) -> str:
    rest = 2 * number if number >= 0 else -2 * number - 1  # 0, -1, 1, -2, … are 0, 1, 2, 3, …
    text = ""
    while rest >= _LAST:
        rest, digit = divmod(rest - _LAST, _MORE)
        text += _DIGITS[_LAST + digit]
    return text + _DIGITS[rest]
