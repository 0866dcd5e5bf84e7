"""What a script printed, as a page sets it: tables, columns of short lines, and lines that wrap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_GAP = re.compile(r" {2,}")
# Two spaces before a word part the fields of a line: `epoch  0  loss 1.6997  weight 0.61`.
_FIELD = re.compile(r"(?<=\S)  +(?=[^\W\d])")
_VALUE = re.compile(r"\b(True|False|None)$")  # is printed of something, and names no column
_SHORT = 38  # characters, of which two columns fit beside each other at a desk
_FEW = 3  # lines that are short, and need no columns


@dataclass(frozen=True)
class Block:
    """Lines that are set alike.

    Attributes:
        kind: `table`, `columns` or `lines`.
        rows: of a table the cells, its head first, which may be of nothing; of lines the parts
            that stay together.
    """

    kind: str
    rows: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        """How many characters a column of short lines needs; 0 for what has no columns."""
        lengths = [sum(map(len, row)) for row in self.rows]
        return max(lengths) + 1 if self.kind == "columns" else 0


def blocks(lines: Sequence[str]) -> list[Block]:
    """What was printed, cut where another way to set it begins."""
    found: list[Block] = []
    plain: list[str] = []
    at = 0
    while at < len(lines):
        table = _table(lines[at:])
        if table:
            found += _plain(plain)
            plain = []
            found.append(Block("table", table))
            at += sum(any(row) for row in table)  # a head of nothing was not printed
        else:
            plain.append(lines[at])
            at += 1
    return found + _plain(plain)


def _table(lines: Sequence[str]) -> list[list[str]]:
    """The cells of the table that the lines begin with; nothing if they begin with none.

    A table has a head without a digit, and two rows at least, of as many cells. The head may have
    one less: the column of names has no name. What a head says stands nowhere below it; if it does,
    it is a row, and the head is of nothing.
    """
    head = _cells(lines[0])
    if any(map(str.isdigit, lines[0])) or len(head) < 2:
        return []
    rows: list[list[str]] = []
    for line in lines[1:]:
        cells = _cells(line)
        if len(cells) not in {len(head), len(head) + 1} or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    if len(rows) < 2:
        return []
    below = zip(*rows, strict=True)
    repeats = any(name in column for name, column in zip(head, below, strict=False))
    if len(rows[0]) == len(head) and (repeats or any(map(_VALUE.search, head))):
        return [[""] * len(head), head, *rows]
    if len(rows[0]) > len(head):
        head = ["", *head] if lines[0].startswith(" ") else [*head, ""]
    return [head, *rows]


def _cells(line: str) -> list[str]:
    return _GAP.split(line.strip())


def _plain(lines: Sequence[str]) -> list[Block]:
    found = []
    for short, group in groupby(lines, _is_short):
        rows = [_FIELD.sub("\0  ", line).split("\0") for line in group]
        found.append(Block("columns" if short and len(rows) > _FEW else "lines", rows))
    return found


def _is_short(line: str) -> bool:
    """Whether a line may stand beside others: what has no number names what stands below it."""
    return len(line) <= _SHORT and any(map(str.isdigit, line))
