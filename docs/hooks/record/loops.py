"""The training loop of a script, found in its source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

import torch
from torch.optim import Optimizer

from record.errors import RecordingError
from record.source import Source

_OPTIMIZERS = {
    name
    for name, found in vars(torch.optim).items()
    if isinstance(found, type) and issubclass(found, Optimizer)
}
_AnyLoop = ast.For | ast.AsyncFor | ast.While


@dataclass(frozen=True)
class Loop:
    """A loop that trains.

    Attributes:
        code: what runs it, a module's or a function's.
        lines: from its header to the end of its body; an `else` is no part of it.
    """

    code: CodeType
    lines: range


def training_loops(source: Source) -> list[Loop]:
    """The loops of a script that train, each the outermost of its kind.

    A loop trains if its body calls `backward()` or `step()`, itself or by a function of the script.
    A loop that makes an optimizer is none, but a row of trainings (one for each learning rate,
    say): the loops in it are looked at.

    Raises:
        RecordingError: if a loop's body stands on the line of its header.
    """
    functions = {
        node.name: node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    def calls(node: ast.AST, wanted: set[str], seen: frozenset[str] = frozenset()) -> bool:
        called = set(_called(node))
        inner = called & functions.keys() - seen
        return bool(called & wanted) or any(
            calls(functions[name], wanted, seen | inner) for name in inner
        )

    def outermost(node: ast.AST) -> Iterator[_AnyLoop]:
        for child in ast.iter_child_nodes(node):
            if (
                isinstance(child, _AnyLoop)
                and calls(child, {"backward", "step"})
                and not calls(child, _OPTIMIZERS)
            ):
                yield child
            else:
                yield from outermost(child)

    return [_loop(node, source.code) for node in outermost(source.tree)]


def _called(node: ast.AST) -> Iterator[str]:
    """The last name of whatever a piece of source calls."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Attribute):
                yield call.func.attr
            elif isinstance(call.func, ast.Name):
                yield call.func.id


def _loop(node: _AnyLoop, module: CodeType) -> Loop:
    first, last = node.body[0].lineno, Source.last_line(node.body[-1])
    if first == node.lineno:
        raise RecordingError(f"line {first}: put the body of the training loop on lines of its own")
    return Loop(_code_of(node.lineno, module), range(node.lineno, last + 1))


def _code_of(line: int, code: CodeType) -> CodeType:
    """The innermost function that has this line, or the module."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType) and not inner.co_name.startswith("<"):
            found = _code_of(line, inner)
            if any(at == line for _, _, at in found.co_lines()):
                return found
    return code
