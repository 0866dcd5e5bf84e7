"""An optimizer's rule for one number of a parameter: in words, and computed."""

import math
from collections.abc import Callable, Iterable
from typing import Any

from record.lines import Lines
from record.links import Link
from torch import optim

from stepper.words import Sentence, Values, at


class Arithmetic:
    """How a parameter's new number comes about: in words, and computed.

    Attributes:
        formula: the arithmetic alone.
        words: with what its numbers are.
    """

    def __init__(
        self, formula: Sentence, notes: Sentence, value: Callable[[Values, Values], float]
    ):
        self.formula, self.words, self._value = formula, [*formula, *notes], value

    def value(self, before: Values, after: Values) -> float:
        """The new number; NaN where something that it needs was not there."""
        try:
            return self._value(before, after)
        except (KeyError, AttributeError, IndexError, TypeError):
            return math.nan

    def gives(self, name: str, before: Values, after: Values) -> bool:
        """Whether this is how the first number of a parameter came about, but for rounding."""
        computed, measured = self.value(before, after), at(after, name, 0)
        return math.isclose(computed, measured, rel_tol=1e-5, abs_tol=1e-7)


def sgd(lines: Lines, name: str, element: int) -> Arithmetic | None:
    """SGD's rule, if it holds this parameter."""
    link = _link_of(lines, name)
    if link is None or not isinstance(lines.optimizers[link.optimizer], optim.SGD):
        return None
    group = _group_of(lines, link)
    source = link.state("momentum_buffer") if group["momentum"] else f"{name}.grad"
    formula: Sentence = [
        ["before", name, element],
        " − ",
        ["setting", link.lr],
        " · ",
        ["signed", "after", source, element],
    ]
    what = "momentum_buffer" if group["momentum"] else ".grad"

    def value(before: Values, after: Values) -> float:
        return at(before, name, element) - at(after, link.lr, 0) * at(after, source, element)

    return Arithmetic(formula, [f" (`lr` · `{what}`)"], value)


def adam(lines: Lines, name: str, element: int) -> Arithmetic | None:
    """Adam's rule, if it holds this parameter."""
    link = _link_of(lines, name)
    if link is None or not isinstance(lines.optimizers[link.optimizer], optim.Adam):
        return None
    group = _group_of(lines, link)
    (first, second), eps = group["betas"], group["eps"]
    steps, mean, square = map(link.state, ("step", "exp_avg", "exp_avg_sq"))
    formula: Sentence = [
        ["before", name, element],
        " − ",
        ["setting", link.lr],
        " · ",
        ["signed", "corrected", mean, element, steps, first],
        " / (√",
        ["corrected", square, element, steps, second],
        f" + {eps:g})".replace("e-0", "e-").replace("-", "−"),
    ]
    notes: Sentence = []
    # Once is enough for a sentence.
    if link == next(other for other in lines.links if other.optimizer == link.optimizer):
        for key, average, decay in ("exp_avg", mean, first), ("exp_avg_sq", square, second):
            notes += [
                ", with the running means of `.grad` and of its square, corrected for their start "
                "at 0: `exp_avg` is "
                if key == "exp_avg"
                else " and `exp_avg_sq` is ",
                ["after", average, element],
                f" / (1 − {decay:g}^",
                ["after", steps, 0],
                ") = ",
                ["corrected", average, element, steps, decay],
            ]

    def value(before: Values, after: Values) -> float:
        count = at(after, steps, 0)
        m = at(after, mean, element) / (1 - first**count)
        v = at(after, square, element) / (1 - second**count)
        return at(before, name, element) - at(after, link.lr, 0) * m / (math.sqrt(v) + eps)

    return Arithmetic(formula, notes, value)


def arithmetic_of(
    lines: Lines, name: str, moves: Iterable[tuple[Values, Values]]
) -> Arithmetic | None:
    """The rule by which a parameter's first number moved, if one gives each of its new numbers.

    Args:
        lines: what happened.
        name: of the parameter.
        moves: every value before it moved and after, for each time that it did.
    """
    moves = list(moves)
    for rule in (sgd, adam):
        arithmetic = rule(lines, name, 0)
        if moves and arithmetic and all(arithmetic.gives(name, *move) for move in moves):
            return arithmetic
    return None


def _link_of(lines: Lines, name: str) -> Link | None:
    """How an optimizer holds a parameter, if one does."""
    return next((link for link in lines.links if link.parameter == name), None)


def _group_of(lines: Lines, link: Link) -> dict[str, Any]:
    return lines.optimizers[link.optimizer].param_groups[link.group]
