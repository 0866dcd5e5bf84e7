"""A whole script on one sheet: beside each line of its loop, what the line reads and writes."""

from dataclasses import dataclass
from pathlib import Path

from record.recorder import Recording
from record.seen import Gist
from stepper.markup import coloured, templates
from torch import Tensor

from draw.meeting import Moment, Stage, meeting

_TEMPLATES = templates(Path(__file__).with_name("templates"))
_TURN = 1  # the second: in the first there is no gradient yet for `zero_grad()` to clear
_RESULT = "#>"


@dataclass(frozen=True)
class Column:
    """Things of one kind, which the lines of a loop read and write.

    Attributes:
        role: the page's class for them; empty for what has no colour of its own.
        names: what the script calls them, and the shape of each.
    """

    role: str
    names: dict[str, str]


@dataclass(frozen=True)
class Row:
    """A line of the script.

    Attributes:
        text: as it stands in the file.
        cells: for each column "reads", "writes", "passes" or ""; none outside the loop.
        way: "on" or "back", from what is read to what is written; empty where nothing is read.
    """

    text: str
    cells: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True)
class Sheet:
    """The columns and the rows; its `str()` is HTML."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        """A table, a row a line."""
        code = coloured("\n".join(row.text for row in self.rows))
        lines = list(zip(self.rows, code, strict=True))
        return _TEMPLATES.get_template("sheet.html").render(sheet=self, lines=lines)


def sheet(run: Recording) -> Sheet:
    """A script without its results, and what each line of its loop does.

    Raises:
        RecordingError: if its loop has no meeting place; see `meeting`.
    """
    met = meeting(run)
    moments = {moment.number: moment for moment in met.moments if moment.turn == _TURN}
    columns = _columns(run, met.stage, max(moments))
    rows = tuple(
        _row(text, columns, moments.get(number))
        for number, text in enumerate(run.source.text.splitlines(), start=1)
        if not text.lstrip().startswith(_RESULT)
    )
    return Sheet(run.path.name, columns, rows)


def _columns(run: Recording, stage: Stage, last: int) -> tuple[Column, ...]:
    """From the parameters over what is computed of them to their gradients, as a turn goes."""
    values = run.lines.after(_TURN, last)

    def shapes(*names: str) -> dict[str, str]:
        found = {name: values[name] for name in names}
        return {n: str(tuple(v.shape)) for n, v in found.items() if isinstance(v, Tensor | Gist)}

    *before, loss = stage.trail
    return (
        Column("parameter", shapes(*stage.parameters)),
        *(Column("", shapes(name)) for name in before),
        Column("loss", shapes(loss)),
        Column("gradient", shapes(*(f"{name}.grad" for name in stage.parameters))),
    )


def _row(text: str, columns: tuple[Column, ...], moment: Moment | None) -> Row:
    if moment is None:
        return Row(text)
    does = [
        "writes"
        if column.names.keys() & set(moment.wrote)
        else "reads"
        if column.names.keys() & set(moment.read)
        else ""
        for column in columns
    ]
    marked = [place for place, done in enumerate(does) if done]
    between = range(marked[0], marked[-1])
    cells = tuple(done or ("passes" if n in between else "") for n, done in enumerate(does))
    way = "" if "reads" not in does else "on" if does[marked[0]] == "reads" else "back"
    return Row(text, cells, way)
