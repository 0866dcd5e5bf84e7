"""A sentence's places, and the same sentence with its numbers.

A sentence is a list of words and places, so that one serves a line in every epoch. A place is one
of these lists; docs/assets/stepper/words.js fills them as `fill` does:

    ["before" | "after", name, element]
    ["range", name, "before" | "after"]         from its least number to its greatest
    ["setting", name]                           as it was set, 0.01 and not 0.0100
    ["corrected", name, element, steps, decay]  name / (1 - decay to the power of steps)
    ["signed", *place]                          in parentheses if it is negative
    ["epoch"], ["printed"]
"""

import math
from collections.abc import Iterator
from typing import Any

from record.lines import Line, Lines
from record.seen import GONE, Gist, Seen, single
from torch import Tensor

Place = list[Any]
Sentence = list[str | Place]
Values = dict[str, Seen]


def walked(lines: Lines) -> Iterator[tuple[Line, Values, Values]]:
    """Each line that ran, with every value before it and after."""
    before: Values = dict(lines.start)
    for line in lines.lines:
        after = {n: v for n, v in (before | line.changed).items() if v is not GONE}
        yield line, before, after
        before = after


def fill(sentence: Sentence, line: Line, before: Values, after: Values) -> str:
    """A sentence as text; code stands between backticks."""
    return "".join(p if isinstance(p, str) else _filled(p, line, before, after) for p in sentence)


def _filled(place: Place, line: Line, before: Values, after: Values) -> str:
    match place:
        case ["epoch"]:
            return str(line.epoch)
        case ["printed"]:
            return line.printed.strip()
        case ["before", name, element]:
            return number(at(before, name, element))
        case ["after", name, element]:
            return number(at(after, name, element))
        case ["signed", *inner]:
            told = _filled(inner, line, before, after)
            return f"({told})" if told.startswith("−") else told
        case ["setting", name]:
            return f"{at(after, name, 0):g}"
        case ["range", name, when]:
            least, greatest = _ends((before if when == "before" else after)[name])
            return f"from {number(least)} to {number(greatest)}"
        case ["corrected", name, element, steps, decay]:
            return number(at(after, name, element) / (1 - decay ** at(after, steps, 0)))
    raise ValueError(f"no such place: {place}")


def number(value: float) -> str:
    """A number with four decimals, a small one with four digits, a whole one as it is.

    A minus is one, and no hyphen.
    """
    return _digits(value).replace("-", "−")


def _digits(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 0.001:
        return f"{value:.4f}"
    mantissa, exponent = f"{value:.3e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def at(values: Values, name: str, element: int) -> float:
    """One of the numbers that a name stands for."""
    value = values[name]
    if isinstance(value, Tensor):
        return value.flatten()[element].item()
    return single(value)


def _ends(value: Seen) -> tuple[float, float]:
    if isinstance(value, Gist):
        return value.minimum, value.maximum
    if isinstance(value, Tensor):
        return value.min().item(), value.max().item()
    raise TypeError(f"{value} has no numbers")
