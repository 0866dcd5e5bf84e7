"""What a run decides: an expression over its recording, true or false or a number."""

import ast
import re
from functools import partial
from typing import Any

from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from page.values import series

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_CALLS = (abs, all, any, bool, float, int, len, max, min, range, round, set, sorted, str, sum, zip)


def decided(recording: Recording, expression: str) -> bool | float:
    """What `expression` is at the end of a run.

    Args:
        recording: the run.
        expression: Python's. Its names are those of `#!run`: `loss`, a parameter
            (`model.weight`) and its gradient (`model.weight.grad`) are lists, a value a step, where
            a tensor of one element is its number; all others are the script's at its end.
            `printed` is the list of the lines that it printed, and `row("epoch 10")` are the
            numbers in the first one that begins so, behind these words.

    Raises:
        RecordingError: if it is no such expression, or neither true nor false nor a number.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise RecordingError(f"`{expression}` is no expression: {error.msg}") from None
    by_step = _by_step(recording)
    printed = recording.output.splitlines()
    names = {**recording.globals, "printed": printed, "row": partial(_row, printed)}
    for place, values in enumerate(by_step.values()):
        names[f"_series_{place}"] = list(map(_plain, values))
    asked = ast.fix_missing_locations(_Series(list(by_step)).visit(tree))
    allowed = {call.__name__: call for call in _CALLS}
    try:
        found = eval(compile(asked, "<ask>", "eval"), {"__builtins__": allowed, **names})
    except Exception as error:
        raise RecordingError(f"`{expression}`: {type(error).__name__}: {error}") from error
    found = _plain(found)
    if not isinstance(found, bool | int | float):
        raise RecordingError(f"`{expression}` is {found!r}: neither true nor false nor a number")
    return found


def _row(printed: list[str], start: str) -> list[float]:
    lines = (" ".join(line.split()) for line in printed)
    behind = next((line.removeprefix(start) for line in lines if line.startswith(start)), None)
    if behind is None:
        raise LookupError(f"no line that was printed begins with {start!r}")
    return [float(number) for number in _NUMBER.findall(behind)]


def _by_step(recording: Recording) -> dict[str, list]:
    try:
        return series(recording)
    except RecordingError:  # no optimizer in it
        return {}


class _Series(ast.NodeTransformer):
    """Puts a name for what has a value a step in the place of `model.weight.grad`."""

    def __init__(self, names: list[str]):
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._found(node) or node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return self._found(node) or self.generic_visit(node)

    def _found(self, node: ast.expr) -> ast.Name | None:
        name = ast.unparse(node)
        if name not in self.names:
            return None
        return ast.Name(f"_series_{self.names.index(name)}", ast.Load())


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, Tensor) and value.numel() == 1 else value
