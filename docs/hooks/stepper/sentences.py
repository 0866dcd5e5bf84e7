"""What a line did, in words, with places for the numbers."""

import ast

from record.lines import Line, Lines
from record.roles import Role
from record.seen import GONE, Gist, Seen
from torch import Tensor

from stepper.arithmetic import arithmetic_of
from stepper.words import Sentence, Values

_MANY = 2  # parameters that a sentence spells out
_TOLD = {Role.VALUE, Role.LOSS, Role.GRADIENT, Role.SETTING}  # by what it was and what it is


class Sentences:
    """Says what each line of a run did.

    Args:
        lines: the run's.
        whole: whether a step's arithmetic is said, too; beside a formula it need not.
    """

    def __init__(self, lines: Lines, whole: bool = True):
        self._lines, self._whole = lines, whole
        self._statements = lines.source.statements

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
        inside = range(node.body[0].lineno, self._lines.source.last_line(node.body[-1]) + 1)
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
        grads = [
            grad
            for name, grad in after.items()
            if roles[name] == Role.GRADIENT and isinstance(grad, Tensor | Gist)
        ]
        if not grads:
            return ["there is nothing to remove, each `.grad` is None already"]
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
        arithmetic = arithmetic_of(self._lines, name, [(before, after)])
        if arithmetic and self._whole:
            sentence += [", that is ", *arithmetic.words]
        if new.numel() > 1:
            sentence.append(f" (and so each of the {new.numel()} numbers in `{name}`)")
        return sentence


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
        empty = isinstance(value, Tensor) and not value.numel()
        return [f"({shape})"] if empty else [f"({shape}), ", ["range", name, when]]
    return [[when, name, 0]]


def _element(name: str, tensor: Tensor) -> str:
    return f"{name}[{', '.join('0' * tensor.dim())}]" if tensor.numel() > 1 else name


def _called(node: ast.AST | None) -> str:
    """The method that a statement calls, if it does nothing else: `backward`."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name
    return ""
