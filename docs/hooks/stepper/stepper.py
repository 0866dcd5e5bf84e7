"""A run that the reader walks through line by line: its HTML, and the data that a script reads.

Without the script the HTML shows a table of one epoch. docs/assets/stepper/ is the script.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from record.errors import RecordingError
from record.landscape import landscape, two_parameters
from record.lines import Line, Lines
from record.recorder import Recording
from record.roles import Role
from record.seen import GONE, Gist, Seen
from torch import Tensor, float32, optim

from stepper import html
from stepper.packing import packed, packed_floats, packed_mix, size
from stepper.sentences import Sentences, Values, fill
from stepper.sketch import contour_sketch, loss_sketch

_FOLDER = "assets/stepper/data"  # in the built site, beside the script that reads it


@dataclass(frozen=True)
class Stepper:
    """A stepper; its `str()` is the part of a page.

    Attributes:
        html: that part.
        files: what the page's script reads, by its path in the site.
    """

    html: str
    files: dict[str, str]

    def __str__(self) -> str:
        """The HTML."""
        return self.html


def stepper(run: Recording) -> Stepper:
    """The run's training loop, to be walked through."""
    lines = run.lines
    data = recording(run)
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    # A page and what it reads are of one build.
    name = f"{run.path.stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    series = {one["name"]: one for one in data["series"]}
    places = {name: place for place, name in enumerate(series)}
    told = [(line, fill(s, line, b, a)) for s, line, b, a in _sentences(lines)]
    page = (
        f'<div class="stepper" data-recording="{name}">'
        f'<div class="stepper-live" role="group" aria-label="{run.path.name}, line by line" hidden>'
        f"{html.code(lines.source.text)}{html.controls(lines.lines[-1].epoch + 1)}"
        f"{html.sentence_room(lines, told)}"
        f"{html.values(lines, series)}"
        f'<div class="stepper-sketches">{_sketches(run, places)}</div>'
        f"{html.links(lines, places)}</div>"
        # The second epoch: its `zero_grad()` has something to remove.
        f"{html.epoch_table(lines, min(1, lines.lines[-1].epoch), told)}</div>"
    )
    return Stepper(page, {f"{_FOLDER}/{name}": text})


# --- What the script reads


def recording(run: Recording) -> dict[str, Any]:
    """All that the script knows of a run; docs/assets/stepper/recording.js reads it."""
    lines, source = run.lines, run.source
    series = _series(lines)
    places = {name: place for place, name in enumerate(series)}
    sentences, said = _said(lines, places)
    epochs = [line.epoch for line in lines.lines]
    first = [at for at, epoch in enumerate(epochs) if at == 0 or epoch != epochs[at - 1]]
    ran = sorted({line.number for line in lines.lines})
    return {
        "lines": packed([line.number for line in lines.lines]),
        "epochs": packed(first),
        "code": {n: source.statement_text(n) for n in ran if n in source.statements},
        "series": list(series.values()),
        "sentences": sentences,
        "said": packed(said),
        "printed": {at: x.printed.strip() for at, x in enumerate(lines.lines) if x.printed},
    }


def _series(lines: Lines) -> dict[str, dict[str, Any]]:
    """Each name with the places at which it changed (0: before the first line), and its values."""
    seen: dict[str, list[tuple[int, Seen]]] = {name: [] for name in lines.roles}
    for at, changed in enumerate([lines.start, *(line.changed for line in lines.lines)]):
        for name, value in changed.items():
            seen[name].append((at, value))
    series: dict[str, dict[str, Any]] = {}
    rows: dict[str, list[list[float]]] = {}
    for name, changes in seen.items():
        role = lines.roles[name]
        if role == Role.VALUE and [at for at, _ in changes] == [0]:
            continue  # data that the loop leaves alone
        values = [value for _, value in changes if value is not None and value is not GONE]
        rows[name] = [_row(value) for value in values]
        series[name] = {
            "name": name,
            "role": role,
            "at": packed([at for at, _ in changes]),
            "what": "".join(_what(value) for _, value in changes),
            "shapes": _once([_shape(value) for value in values]),
            **_numbers(values, rows, name, lines, list(series)),
        }
    return series


def _what(value: Seen) -> str:
    """One letter: a value, a gist, none, or gone."""
    if value is None or value is GONE:
        return "n" if value is None else "-"
    return "g" if isinstance(value, Gist) else "v"


def _row(value: Seen) -> list[float]:
    if isinstance(value, Gist):
        return [value.norm, value.minimum, value.maximum, *value.first]
    if isinstance(value, Tensor):
        return value.flatten().tolist()
    return [value]


def _shape(value: Seen) -> list[int]:
    return list(value.shape) if isinstance(value, Gist | Tensor) else []


def _once(shapes: list[list[int]]) -> list[list[int]]:
    """One shape if all are alike, which is the rule."""
    return shapes[:1] if all(shape == shapes[0] for shape in shapes) else shapes


def _numbers(values, rows, name: str, lines: Lines, earlier: list[str]) -> dict[str, Any]:
    """The numbers of a series, in the form that is shortest and loses nothing."""
    even = len({len(row) for row in rows[name]}) == 1
    floats = all(isinstance(v, Gist) or getattr(v, "dtype", None) is float32 for v in values)
    if not (even and floats):
        return {"list": rows[name]}
    best: dict[str, Any] = {"bits": packed_floats(rows[name])}
    if (mix := _mix(lines, name)) and mix[0] in earlier:
        source, power, weight = mix
        mixed = rows[source]
        if [len(row) for row in mixed] == [len(row) for row in rows[name]]:
            bits = packed_mix(rows[name], mixed, power, weight)
            if size(bits) < size(best["bits"]):
                best = {"bits": bits, "mix": [earlier.index(source), power, weight]}
    return best


def _mix(lines: Lines, name: str) -> tuple[str, int, float] | None:
    """If this is one of Adam's averages: of which gradient, to which power, by which weight."""
    for link in lines.links:
        optimizer = lines.optimizers.get(link.optimizer)
        if isinstance(optimizer, optim.Adam):
            first, second = optimizer.defaults["betas"]
            if name == link.state("exp_avg"):
                return f"{link.parameter}.grad", 1, 1 - first
            if name == link.state("exp_avg_sq"):
                return f"{link.parameter}.grad", 2, 1 - second
    return None


def _said(lines: Lines, places: dict[str, int]) -> tuple[list, list[int]]:
    """The sentences, names by their places among the series, and which of them each line says."""
    known: dict[str, int] = {}
    said = []
    for sentence, *_ in _sentences(lines):
        by_place = [p if isinstance(p, str) else _placed(p, places) for p in sentence]
        said.append(known.setdefault(json.dumps(by_place), len(known)))
    return [json.loads(sentence) for sentence in known], said


def _placed(place: list, places: dict[str, int]) -> list:
    return [place[0], *(places.get(word, word) for word in place[1:])]


def _sentences(lines: Lines) -> Iterator[tuple[list, Line, Values, Values]]:
    """For each line its sentence, itself, and the values around it."""
    sentences = Sentences(lines)
    before = dict(lines.start)
    for at, line in enumerate(lines.lines):
        after = {n: v for n, v in (before | line.changed).items() if v is not GONE}
        yield sentences.of(at, before, after), line, before, after
        before = after


def _sketches(run: Recording, places: dict[str, int]) -> str:
    """The loss, and for two parameters its contours; a mark on each shows the moment."""
    lines = run.lines
    name = next((name for name, role in lines.roles.items() if role == Role.LOSS), None)
    losses = {line.epoch: line.changed[name] for line in lines.lines if name in line.changed}
    drawn = ""
    if len(losses) > 1 and all(_single(loss) for loss in losses.values()):
        drawn = loss_sketch([float(loss) for loss in losses.values()], places[name])
    try:
        names = two_parameters(run)
    except RecordingError:
        return drawn  # the loss has more sides than a drawing
    steepest = max(run.steps, key=lambda step: sum(g.norm() ** 2 for g in step.grad.values()))
    slope = [steepest.grad[name].item() for name in names]
    shown = [places[name] for name in names] + [places[f"{name}.grad"] for name in names]
    return drawn + contour_sketch(landscape(run, points=50), names, slope, shown)


def _single(value: Seen) -> bool:
    return value.numel() == 1 if isinstance(value, Tensor) else isinstance(value, float)
