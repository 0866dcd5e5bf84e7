"""What the templates of a stepper are filled with. A script in the page fills in the values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from record.lines import Line, Lines
from record.links import Link
from record.roles import Role
from record.seen import SMALL, Gist
from torch import Tensor

from stepper.markup import coloured, templates
from stepper.questions import questions

Places = dict[str, int]  # which series has a name

_TEMPLATES = templates(Path(__file__).with_name("templates"))


def page(
    lines: Lines, places: Places, told: Sequence[str], short: Sequence[str], **more: Any
) -> str:
    """The HTML of a stepper.

    Args:
        lines: what happened.
        places: the series that the page's script reads.
        told: what each line did, in words.
        short: the same, without the arithmetic for which there are formulas.
        more: `formulas`; `script`, `recording` and `pictures`: names, and HTML.
    """
    asked = questions(lines)
    ran = list(zip(lines.lines, told, strict=True))
    said = [
        f"`{_statement(lines, line)}`: {sentence}"
        for line, sentence in zip(lines.lines, short, strict=True)
    ]
    for question in asked:
        said[question.at] = max(question.verdicts.values(), key=len) + said[question.at]
    # The second: its `zero_grad()` has something to remove.
    epoch = min(1, lines.lines[-1].epoch)
    return _TEMPLATES.get_template("stepper.html").render(
        code=coloured(lines.source.text),
        last_epoch=lines.lines[-1].epoch,
        longest=max(said, key=len),
        questions=asked,
        cards=cards(lines, places),
        groups=groups(lines, places),
        small=SMALL if _has_gist(lines) else None,
        links=links(lines, places),
        epoch=epoch,
        epoch_lines=[
            {"number": line.number, "statement": _statement(lines, line), "sentence": sentence}
            for line, sentence in ran
            if line.epoch == epoch and line.number in lines.source.statements
        ],
        **more,
    )


def _statement(lines: Lines, line: Line) -> str:
    known = line.number in lines.source.statements
    return lines.source.statement_text(line.number) if known else ""


# --- The tables of values


@dataclass(frozen=True)
class Grid:
    """A tensor whose numbers are drawn, each at its place.

    Attributes:
        columns, rows: of the drawing.
        turned: whether few and long rows, opened, stand as columns: one of ten would break.
        indices: of each number, as a script writes them.
    """

    columns: int
    rows: int
    turned: bool
    indices: list[str]


@dataclass(frozen=True)
class Row:
    """A name in a table; `of` is the place of its series, `gist` if only that is kept of it."""

    name: str
    role: Role
    of: int
    gist: bool
    grid: Grid | None


@dataclass(frozen=True)
class Group:
    """A table."""

    title: str
    rows: list[Row]


_GROUPS = {
    "the loop’s values": (Role.VALUE, Role.RETURNED),
    "optimizer’s state": (Role.SETTING, Role.STATE),
}


def groups(lines: Lines, places: Places) -> list[Group]:
    """The tables that have rows. A setting has one if it changes."""
    moves = {name for line in lines.lines for name in line.changed}
    found = [
        Group(
            title,
            [
                _row(name, place, lines)
                for name, place in places.items()
                if lines.roles[name] in roles
                and (lines.roles[name] != Role.SETTING or name in moves)
            ],
        )
        for title, roles in _GROUPS.items()
    ]
    return [group for group in found if group.rows]


def cards(lines: Lines, places: Places) -> list[list[Row]]:
    """A card for each parameter and for the loss; a card has a field for each value."""
    rows = {name: _row(name, place, lines) for name, place in places.items()}
    parameters = [
        [rows[part] for part in (name, f"{name}.grad") if part in rows]
        for name, row in rows.items()
        if row.role == Role.PARAMETER
    ]
    return parameters + [[row] for row in rows.values() if row.role == Role.LOSS]


def _row(name: str, place: int, lines: Lines) -> Row:
    every = [lines.start.get(name), *(line.changed.get(name) for line in lines.lines)]
    gist = any(isinstance(value, Gist) for value in every)
    shape = next((tuple(v.shape) for v in every if isinstance(v, Tensor) and v.ndim), ())
    grid = _grid(shape) if math.prod(shape) > 1 and not gist else None
    return Row(name, lines.roles[name], place, gist, grid)


def _grid(shape: Sequence[int]) -> Grid:
    indices = []
    for n in range(math.prod(shape)):
        rest = n
        at: list[str] = []
        for side in reversed(shape):
            rest, index = divmod(rest, side)
            at.insert(0, str(index))
        indices.append(", ".join(at))
    turned = len(shape) == 2 and shape[0] <= 3 < shape[1]
    return Grid(shape[-1], math.prod(shape[:-1]), turned, indices)


def _has_gist(lines: Lines) -> bool:
    return any(isinstance(v, Gist) for line in lines.lines for v in line.changed.values())


# --- The two sides of a parameter


@dataclass(frozen=True)
class Value:
    """A place for a value.

    Attributes:
        name: what a test and a screen reader call it; no two of a page are alike.
        of: the place of its series; and of one that tells whether it holds here.
        shown: what stands beside it.
    """

    name: str
    of: str
    shown: str = ""


@dataclass(frozen=True)
class Side:
    """A parameter and its gradient, and which object it is."""

    values: list[Value]
    identity: Value


@dataclass(frozen=True)
class Linked:
    """A parameter as its model and as its optimizer has it."""

    model: Side
    same: Value
    optimizer: Side


def links(lines: Lines, places: Places) -> list[Linked]:
    """Each parameter that has both sides."""
    return [_linked(link, places) for link in lines.links]


def _linked(link: Link, places: Places) -> Linked:
    same = places[link.name]
    own, theirs = (Value(name, str(places[name])) for name in link.identities)
    model: list[Value] = []
    optimizer: list[Value] = []
    for part in ("", ".grad"):
        name, held, of = link.parameter + part, link.held_as + part, places[link.parameter + part]
        model.append(Value(f"{name} of the model", str(of), name))
        # The table above has it too if the model, at some line, has another one.
        named = f"{held} of the optimizer" if held in places else held
        optimizer.append(Value(named, f"{of} {same}", held))
    return Linked(Side(model, own), Value(link.name, str(same)), Side(optimizer, theirs))


# --- Names and sentences in HTML


def _breakable(name: str) -> Markup:
    """A name that may break before a dot or a bracket."""
    html = escape(name)
    for mark in ".[":
        html = html.replace(mark, Markup("<wbr>") + mark)
    return html


def _marked_up(sentence: str) -> Markup:
    """Code between backticks as code."""
    parts = sentence.strip().split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)
    )


_TEMPLATES.filters |= {"breakable": _breakable, "marked_up": _marked_up}
