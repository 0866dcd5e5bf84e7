"""The arithmetic of a step as a formula, a line for each parameter: places that a script fills."""

import json
from dataclasses import dataclass

from record.lines import Lines
from record.roles import Role

from stepper.arithmetic import arithmetic_of
from stepper.recording import placed
from stepper.words import Place, Values, walked


@dataclass(frozen=True)
class Part:
    """A part of a formula: a sign as it stands, or a number.

    Attributes:
        text: the sign; empty for a number.
        role: the number's, as the page's class for it.
        ask: a sentence's place as JSON, as a script fills it.
        of: the series that it asks for.
    """

    text: str
    role: str = ""
    ask: str = ""
    of: str = ""


@dataclass(frozen=True)
class Formula:
    """How the first number of a parameter came about; `of` is the parameter's series."""

    name: str
    of: int
    parts: list[Part]


def formulas(lines: Lines, places: dict[str, int]) -> list[Formula]:
    """A formula for each parameter that one rule moves, whenever it moves."""
    made = []
    parameters = [name for name, role in lines.roles.items() if role == Role.PARAMETER]
    moves: dict[str, list[tuple[Values, Values]]] = {name: [] for name in parameters}
    for line, before, after in walked(lines):
        for name in parameters:
            if name in line.changed:
                moves[name].append((before, after))
    for name in parameters:
        arithmetic = arithmetic_of(lines, name, moves[name])
        if not arithmetic:
            continue
        start = lines.start[name]
        dim = getattr(start, "ndim", 0) if getattr(start, "numel", int)() > 1 else 0
        element = f"[{', '.join('0' * dim)}]" if dim else ""
        whole = [*arithmetic.formula, " = ", ["after", name, 0]]
        parts = [Part(p) if isinstance(p, str) else _number(p, lines, places) for p in whole]
        made.append(Formula(name + element, places[name], parts))
    return made


def _number(place: Place, lines: Lines, places: dict[str, int]) -> Part:
    names = [word for word in place if word in places]
    role = lines.roles[names[0]]
    shown = "gradient" if role in (Role.GRADIENT, Role.STATE) else role
    ask = json.dumps(placed(place, places))
    return Part("", shown, ask, " ".join(str(places[name]) for name in names))
