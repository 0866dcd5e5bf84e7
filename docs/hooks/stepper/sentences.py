"""What a line did, in words, with places for the numbers.

A sentence is a list of words and places, so that one serves a line in every epoch. A place is one
of these lists; docs/assets/stepper/words.js fills them as `fill` does:

    ["before" | "after", name, element]
    ["norm", name, "before" | "after"]
    ["setting", name]                           as it was set, 0.01 and not 0.0100
    ["corrected", name, element, steps, decay]  name / (1 - decay to the power of steps)
    ["signed", *place]                          in parentheses if it is negative
    ["epoch"], ["printed"]
"""

import ast
import math
from collections.abc import Callable
from typing import Any

from record.lines import Line, Lines
from record.links import Link
from record.roles import Role
from record.seen import GONE, Gist, Seen
from torch import Tensor, optim

Place = list[Any]
Sentence = list[str | Place]
Values = dict[str, Seen]

_MANY = 2  # parameters that a sentence spells out
_TOLD = {Role.VALUE, Role.LOSS, Role.GRADIENT, Role.SETTING}  # by what it was and what it is


class Sentences:
    """Says what each line of a run did."""

    def __init__(self, lines: Lines):
        self._lines = lines
        self._statements = lines.source.statements
        self._parameters = [name for name, role in lines.roles.items() if role == Role.PARAMETER]

    def of(self, at: int, before: Values, after: Values) -> Sentence:
        """What the line at this place of the run did.

        Args:
            at: its place in `Lines.lines`.
            before: every value before it.
            after: and after.
        """
        line = self._lines.lines[at]
        clauses: list[Sentence] = []
        node = self._statements.get(line.number)
        if line.number == self._lines.loop[0]:
            clauses.append(["epoch ", ["epoch"], " begins"])
        if isinstance(node, ast.If):
            clauses.append([f"the condition is {self._held(at, node)}"])
        if isinstance(node, ast.Return):
            clauses.append(["the function returns", *self._returned(line, after)])
        if line.printed:
            clauses.append(["prints `", ["printed"], "`"])
        clauses += self._changes(line, before, after)
        if line.raised:
            clauses.append([f"raises {line.raised}"])
        if not clauses:
            clauses.append(self._nothing(node, after))
        sentence: Sentence = [] if line.whole else ["so far: "]
        for number, clause in enumerate(clauses):
            sentence += ["; ", *clause] if number else clause
        return [*sentence, ". ", self._means(node, line, before), self._stays(line)]

    def _held(self, at: int, node: ast.If) -> str:
        following = self._lines.lines[at + 1 : at + 2]
        inside = range(node.body[0].lineno, node.body[-1].end_lineno + 1)
        return "true" if following and following[0].number in inside else "false"

    def _returned(self, line: Line, after: Values) -> Sentence:
        """What a function returns, if that is a number or a tensor."""
        roles = self._lines.roles
        names = [name for name in line.changed if roles[name] == Role.RETURNED and name in after]
        return [" ", *_told(names[0], after[names[0]], "after")] if names else []

    def _nothing(self, node: ast.AST | None, after: Values) -> Sentence:
        if _called(node) != "zero_grad":
            return ["changes no number that is shown here"]
        roles = self._lines.roles
        grads = [v for n, v in after.items() if roles[n] == Role.GRADIENT and v is not None]
        if not grads:
            return ["there is nothing to remove yet, each `.grad` is None already"]
        if any(grad.norm if isinstance(grad, Gist) else grad.any() for grad in grads):
            return ["changes no `.grad` that is shown here: these parameters are not its own"]
        return ["there is nothing to remove, each `.grad` is 0 or None already"]

    def _means(self, node: ast.AST | None, line: Line, before: Values) -> str:
        """What a first-time reader asks when gradients come or go."""
        grads = {n: v for n, v in line.changed.items() if self._lines.roles[n] == Role.GRADIENT}
        if not grads or _called(node) not in ("backward", "zero_grad"):
            return ""
        if all(new is None for new in grads.values()):
            return "So the next gradients are not added to these. "
        if all(before.get(name) is None for name in grads):
            return "A gradient says how fast the loss would grow with its parameter. "
        return ""

    def _stays(self, line: Line) -> str:
        roles = {self._lines.roles[name] for name in line.changed}
        moved, graded = Role.PARAMETER in roles, Role.GRADIENT in roles
        if moved and not graded:
            return "Each `.grad` stays as it was."
        if graded and not moved:
            return "No parameter moves."
        if (
            roles & {Role.LOSS, Role.VALUE, Role.RETURNED}
            and not moved
            and line.number != self._lines.loop[0]
        ):
            return "No parameter and no `.grad` changes."
        return ""

    def _changes(self, line: Line, before: Values, after: Values) -> list[Sentence]:
        clauses: list[Sentence] = []
        parameters = 0
        for name in self._lines.roles:
            role = self._lines.roles[name]
            if name not in line.changed or line.changed[name] is GONE:
                continue
            if role in (Role.PARAMETER, Role.GRADIENT):
                parameters += 1
                if parameters > _MANY:
                    continue
            if role == Role.PARAMETER:
                clauses.append(self._moved(name, before, after))
            elif role in _TOLD and not self._counts(line, name):
                clauses.append(_became(name, before.get(name, GONE), after[name]))
        if parameters > _MANY:
            clauses.append([f"and so {parameters - _MANY} more"])
        return clauses

    def _counts(self, line: Line, name: str) -> bool:
        """Whether the header's line changed this to the number of the epoch, which is said."""
        number = line.changed[name]
        header = line.number == self._lines.loop[0]
        return header and not isinstance(number, Tensor) and number == line.epoch

    def _moved(self, name: str, before: Values, after: Values) -> Sentence:
        """A parameter's step, with the optimizer's arithmetic where that gives this very number."""
        old, new = before.get(name, GONE), after[name]
        if not isinstance(new, Tensor) or not isinstance(old, Tensor):
            return _became(name, old, new)
        element = 0
        sentence: Sentence = [
            f"`{_element(name, new)}` ",
            ["before", name, element],
            " → ",
            ["after", name, element],
        ]
        for rule in (_sgd, _adam):
            arithmetic = rule(self._lines, name, element)
            if arithmetic and _is_true(arithmetic.value(before, after), new.flatten()[element]):
                sentence += [", that is ", *arithmetic.words]
                break
        if new.numel() > 1:
            sentence.append(f" (and so each of the {new.numel()} numbers in `{name}`)")
        return sentence


class _Arithmetic:
    """How a parameter's new number comes about: in words, and computed."""

    def __init__(self, words: Sentence, value: Callable[[Values, Values], float]):
        self.words, self._value = words, value

    def value(self, before: Values, after: Values) -> float:
        try:
            return self._value(before, after)
        except (KeyError, AttributeError, IndexError, TypeError):
            return math.nan  # something that it needs was not there, or None


def _sgd(lines: Lines, name: str, element: int) -> _Arithmetic | None:
    link = _link_of(lines, name)
    if link is None or not isinstance(lines.optimizers[link.optimizer], optim.SGD):
        return None
    group = _group_of(lines, link)
    source = link.state("momentum_buffer") if group["momentum"] else f"{name}.grad"
    words: Sentence = [
        ["before", name, element],
        " - ",
        ["setting", link.lr],
        " · ",
        ["signed", "after", source, element],
    ]
    if group["momentum"]:
        words.append(" (`lr` · `momentum_buffer`)")
    else:
        words.append(" (`lr` · `.grad`)")

    def value(before: Values, after: Values) -> float:
        return _at(before, name, element) - _at(after, link.lr, 0) * _at(after, source, element)

    return _Arithmetic(words, value)


def _adam(lines: Lines, name: str, element: int) -> _Arithmetic | None:
    link = _link_of(lines, name)
    if link is None or not isinstance(lines.optimizers[link.optimizer], optim.Adam):
        return None
    group = _group_of(lines, link)
    (first, second), eps = group["betas"], group["eps"]
    steps, mean, square = map(link.state, ("step", "exp_avg", "exp_avg_sq"))
    words: Sentence = [
        ["before", name, element],
        " - ",
        ["setting", link.lr],
        " · ",
        ["signed", "corrected", mean, element, steps, first],
        " / (√",
        ["corrected", square, element, steps, second],
        f" + {eps:g})",
    ]
    # Once is enough for a sentence.
    if link == next(other for other in lines.links if other.optimizer == link.optimizer):
        for key, average, decay in ("exp_avg", mean, first), ("exp_avg_sq", square, second):
            words += [
                ", with the running means of `.grad` and of its square, corrected for their start "
                "at 0: `exp_avg` is "
                if key == "exp_avg"
                else " and `exp_avg_sq` is ",
                ["after", average, element],
                f" / (1 - {decay:g}^",
                ["after", steps, 0],
                ") = ",
                ["corrected", average, element, steps, decay],
            ]

    def value(before: Values, after: Values) -> float:
        count = _at(after, steps, 0)
        m = _at(after, mean, element) / (1 - first**count)
        v = _at(after, square, element) / (1 - second**count)
        return _at(before, name, element) - _at(after, link.lr, 0) * m / (math.sqrt(v) + eps)

    return _Arithmetic(words, value)


def _link_of(lines: Lines, name: str) -> Link | None:
    """How an optimizer holds a parameter, if one does."""
    return next((link for link in lines.links if link.parameter == name), None)


def _group_of(lines: Lines, link: Link) -> dict[str, Any]:
    return lines.optimizers[link.optimizer].param_groups[link.group]


def _is_true(computed: float, measured: Tensor) -> bool:
    return math.isclose(computed, measured.item(), rel_tol=1e-5, abs_tol=1e-7)


def _became(name: str, old: Seen, new: Seen) -> Sentence:
    """What a name stands for now: `loss` 1.70 → 1.64."""
    return [
        f"`{name}` ",
        *([] if old is GONE else [*_told(name, old, "before"), " → "]),
        *((["is now "] if old is GONE else []) + _told(name, new, "after")),
    ]


def _told(name: str, value: Seen, when: str) -> Sentence:
    if value is None:
        return ["None"]
    if isinstance(value, Gist) or (isinstance(value, Tensor) and value.numel() != 1):
        shape = ", ".join(map(str, value.shape))
        return [f"({shape}), norm ", ["norm", name, when]]
    return [[when, name, 0]]


def _element(name: str, tensor: Tensor) -> str:
    return f"{name}[{', '.join('0' * tensor.dim())}]" if tensor.numel() > 1 else name


def _at(values: Values, name: str, element: int) -> float:
    value = values[name]
    return value.flatten()[element].item() if isinstance(value, Tensor) else float(value)


def _called(node: ast.AST | None) -> str:
    """The method that a statement calls, if it does nothing else: `backward`."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name
    return ""


# --- The same sentence with its numbers


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
            return number(_at(before, name, element))
        case ["after", name, element]:
            return number(_at(after, name, element))
        case ["signed", *inner]:
            told = _filled(inner, line, before, after)
            return f"({told})" if told.startswith("-") else told
        case ["setting", name]:
            return f"{_at(after, name, 0):g}"
        case ["norm", name, when]:
            value = (before if when == "before" else after)[name]
            norm = value.norm if isinstance(value, Gist) else value.double().norm().item()
            return number(norm)
        case ["corrected", name, element, steps, decay]:
            return number(_at(after, name, element) / (1 - decay ** _at(after, steps, 0)))
    raise ValueError(f"no such place: {place}")


def number(value: float) -> str:
    """A number with four decimals, a small one with four digits, a whole one as it is."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 0.001:
        return f"{value:.4f}"
    mantissa, exponent = f"{value:.3e}".split("e")
    return f"{mantissa}e{int(exponent)}"
