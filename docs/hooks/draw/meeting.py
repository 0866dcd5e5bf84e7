"""Where backward() and step() meet: a parameter, of which one writes `.grad` and one reads it.

What each line of the first turns of a training loop reads and writes, from the run's own lines.
docs/assets/meeting/meeting.js moves through the moments; without it the first turn's stand side by
side.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from record.errors import RecordingError
from record.lines import Line, Lines
from record.recorder import Recording
from record.roles import Role
from record.seen import GONE, Gist, Seen, single
from stepper.markup import templates
from torch import Tensor

from draw.plain_sgd import is_plain_sgd

TURNS = 3  # of the loop: enough to see a gradient cleared, written anew and read again

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)


@dataclass(frozen=True)
class Moment:
    """One line of the loop, as it has just run.

    Attributes:
        turn: of the loop, from 0.
        number: of the line in the file, from 1.
        code: the line.
        kind: "forward", "loss", "clear", "backward" or "step".
        values: what each name stands for after the line, as text.
        wrote: the names that it gave another value.
        read: the names that it looked at to do so.
        says: what it did, as HTML.
    """

    turn: int
    number: int
    code: str
    kind: str
    values: dict[str, str]
    wrote: tuple[str, ...]
    read: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Stage:
    """What stands where: the same in each moment.

    Attributes:
        trail: the names on the way to the loss, in the order in which they are computed.
        data: for each of these the data that it is computed from.
        parameters: the model's, in the order in which the optimizer holds them.
        optimizer: what the script calls it.
        lr: the learning rate.
        plain: whether a step adds −lr · gradient and nothing else.
    """

    trail: tuple[str, ...]
    data: dict[str, tuple[str, ...]]
    parameters: tuple[str, ...]
    optimizer: str
    lr: str
    plain: bool


@dataclass(frozen=True)
class Meeting:
    """The moments of a loop and where they play; its `str()` is HTML."""

    stage: Stage
    moments: tuple[Moment, ...]

    def __str__(self) -> str:
        """The picture of one moment, what a script needs for the others, and a still form."""
        turn = [moment for moment in self.moments if moment.turn == 0]
        first = next(n for n, moment in enumerate(turn) if moment.kind == "backward")
        data = {
            "turns": TURNS,
            "names": list(turn[0].values),
            "moments": [
                [m.turn, m.kind, list(m.values.values()), m.wrote, m.read, m.says]
                for m in self.moments
            ],
        }
        return _TEMPLATES.get_template("meeting.html").render(
            stage=self.stage,
            first=turn[first],
            turn=turn,
            data=data,
        )


def meeting(run: Recording) -> Meeting:
    """The first turns of a run's training loop, at the parameters.

    Raises:
        RecordingError: if the loop has no line each for the loss, `backward()` and `step()`, does
            not run the same lines in each turn, or moves what more than one group holds.
    """
    lines = run.lines
    kinds = _kinds(lines)
    if not {"loss", "backward", "step"} <= set(kinds.values()):
        raise RecordingError(
            f"{run.path.name} has no loop with a line each for the loss, backward() and step()"
        )
    trail = {
        number: next(n for n in _assigned(lines, number))
        for number, kind in kinds.items()
        if kind in ("forward", "loss")
    }
    moved = {name for line in lines.lines for name in line.changed}
    data = {
        name: tuple(
            n
            for n in _loaded(lines.source.statements[number])
            if n in lines.start and n not in moved and _is_value(lines, n)
        )
        for number, name in trail.items()
    }
    parameters = tuple(link.parameter for link in lines.links)
    if len({(link.optimizer, link.group) for link in lines.links}) != 1:
        raise RecordingError(f"{run.path.name} has not one optimizer with one group of parameters")
    link = lines.links[0]
    lr = lines.start[link.lr]
    plain = is_plain_sgd(lines.optimizers[link.optimizer]) and link.lr not in moved
    stage = Stage(tuple(trail.values()), data, parameters, link.optimizer, f"{lr:g}", plain)
    moments = tuple(_moments(lines, kinds, stage))
    first, *others = [[m.code for m in moments if m.turn == turn] for turn in range(TURNS)]
    for number, codes in enumerate(others, start=2):
        if codes not in ([], first):
            raise RecordingError(
                f"{run.path.name} runs other lines in turn {number} than in turn 1, "
                "so one list of lines cannot lead through both"
            )
    return Meeting(stage, moments)


def _kinds(lines: Lines) -> dict[int, str]:
    """For each line of the loop itself what it is there for, in the order in which they run."""
    changed: dict[int, dict[str, list[Seen]]] = {}
    for line in lines.lines:
        if line.whole and line.number in lines.loop[1:]:
            of_line = changed.setdefault(line.number, {})
            for name, value in line.changed.items():
                of_line.setdefault(name, []).append(value)
    kinds = {number: _kind(lines, of_line) for number, of_line in changed.items()}
    last = [n for n, kind in kinds.items() if kind == "step"][-1:]
    return {n: kind for n, kind in kinds.items() if kind and n <= (last or [0])[0]}


def _kind(lines: Lines, changed: dict[str, list[Seen]]) -> str:
    by_role: dict[Role, list[Seen]] = {}
    for name, values in changed.items():
        by_role.setdefault(lines.roles[name], []).extend(values)
    if Role.PARAMETER in by_role:
        return "step"
    if gradients := by_role.get(Role.GRADIENT):
        return "clear" if all(value is None for value in gradients) else "backward"
    if Role.LOSS in by_role:
        return "loss"
    return "forward" if Role.VALUE in by_role else ""


def _assigned(lines: Lines, number: int) -> Iterator[str]:
    """What a line of the loop gives a name to, not what a function called by it does."""
    names = {name: None for line in lines.lines if line.number == number for name in line.changed}
    for name in names:
        if lines.roles[name] in (Role.VALUE, Role.LOSS) and " in " not in name:
            yield name


def _loaded(node: ast.AST) -> list[str]:
    """The names that a statement reads, each once."""
    names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
    return list(dict.fromkeys(names))


def _is_value(lines: Lines, name: str) -> bool:
    return lines.roles[name] == Role.VALUE and isinstance(lines.start[name], Tensor | Gist)


def _moments(lines: Lines, kinds: dict[int, str], stage: Stage) -> Iterator[Moment]:
    gradients = tuple(f"{name}.grad" for name in stage.parameters)
    names = (
        *stage.trail,
        *(n for pair in zip(stage.parameters, gradients, strict=True) for n in pair),
    )
    values = dict(lines.start)
    for line in lines.lines:
        before, values = values, values | line.changed
        if line.epoch >= TURNS:
            return
        if not line.whole or line.number not in kinds:
            continue
        kind = kinds[line.number]
        yield Moment(
            turn=line.epoch,
            number=line.number,
            code=lines.source.statement_text(line.number),
            kind=kind,
            values={n: shown(values.get(n, GONE)) for n in names},
            wrote=tuple(n for n in names if n in line.changed),
            read=_read(kind, line, stage),
            says=_says(kind, line, stage, before, values),
        )


def _read(kind: str, line: Line, stage: Stage) -> tuple[str, ...]:
    """What a line of this kind looks at."""
    before_the_loss = stage.trail[:-1]
    first = stage.trail[0] in line.changed
    return {
        "forward": stage.parameters if first else before_the_loss[:1],
        "loss": before_the_loss or stage.parameters,
        "clear": (),
        "backward": stage.trail[-1:],
        "step": tuple(f"{name}.grad" for name in stage.parameters),
    }[kind]


def shown(value: Seen) -> str:
    """A number in four digits, as the page prints it; of a tensor of several its shape."""
    if value is None or value is GONE:
        return "None" if value is None else ""
    if isinstance(value, Gist):
        return f"{value.shape}"
    if isinstance(value, Tensor) and value.numel() > 1:
        return f"{tuple(value.shape)}"
    return f"{single(value):.4f}".replace("-", "−")


def _says(kind: str, line: Line, stage: Stage, before: dict, after: dict) -> str:
    """One short sentence; what it says of parameters and gradients is read off the run."""
    moved = [n for n in stage.parameters if n in line.changed]
    gradients = [f"{n}.grad" for n in stage.parameters]
    name, grad = stage.parameters[0], gradients[0]
    loss = stage.trail[-1]
    texts = {
        "forward": "Reads the parameters and predicts. Each operation is noted on the way.",
        "loss": f"All errors become one number: {_in('loss', shown(after.get(loss, GONE)))}.",
        "clear": "Throws the last gradients away: each <code>.grad</code> becomes None.",
        "backward": "Follows the notes back from the loss and <b>writes</b> each "
        f"<code>.grad</code>: {_in('gradient', shown(after.get(grad)))} for {_name(name)}.",
        "step": f"<b>Reads</b> each <code>.grad</code> and moves its parameter: {_name(name)} by "
        f"{_in('update', _update(before, after, name, stage))}.",
    }
    said = texts[kind]
    if kind == "clear" and not line.changed:
        said = "Nothing to throw away yet: each <code>.grad</code> is None."
    return said if moved or kind == "step" else f"{said} No parameter moves."


def _update(before: dict, after: dict, name: str, stage: Stage) -> str:
    """What the step added; where it is that and nothing else, as −lr · gradient."""
    if not isinstance(after[name], Tensor) or after[name].numel() > 1:
        return "an update of its own shape"
    added = shown(after[name] - before[name])
    if not stage.plain:
        return added
    grad = shown(before[f"{name}.grad"])
    return f"−{stage.lr} · {f'({grad})' if grad.startswith('−') else grad} = {added}"


def _in(role: str, text: str) -> str:
    return f'<span class="{role}">{text}</span>'


def _name(name: str) -> str:
    return f"<code>{name}</code>"
