"""What a line looks at: names that stand on it, and what a call on it is known to look at."""

import ast
from collections.abc import Iterator

from record.lines import Lines
from record.roles import Role

_NAMED = (Role.VALUE, Role.LOSS)


def reads(lines: Lines) -> dict[int, list[str]]:
    """For each line that ran the names whose values it looks at.

    `optimizer.step()` looks at each `.grad` that the optimizer knows, and a call of a model at its
    parameters; `optimizer.zero_grad()` looks at nothing.
    """
    statements = lines.source.statements
    numbers = {line.number for line in lines.lines} & statements.keys()
    return {number: _of(_head(statements[number]), lines) for number in sorted(numbers)}


def _head(node: ast.AST) -> ast.AST | None:
    """What of a statement runs when its own line does: of a loop or a condition, that."""
    match node:
        case ast.If(test=head) | ast.While(test=head) | ast.For(iter=head):
            return head
        case ast.FunctionDef() | ast.With():
            return None
    return node


def _of(node: ast.AST | None, lines: Lines) -> list[str]:
    if node is None:
        return []
    loaded = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    found = {*_called(node, lines)}
    for name, role in lines.roles.items():
        if role in _NAMED and name.partition(" in ")[0] in loaded:
            found.add(name)
    return [name for name in lines.roles if name in found]


def _called(node: ast.AST, lines: Lines) -> Iterator[str]:
    """What the calls on a line look at."""
    for call in [n for n in ast.walk(node) if isinstance(n, ast.Call)]:
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr="step"):
                for link in lines.links:
                    if link.optimizer == owner:
                        yield f"{link.parameter}.grad"
            case ast.Name(id=owner):
                for name, role in lines.roles.items():
                    if role == Role.PARAMETER and name.startswith(f"{owner}."):
                        yield name
