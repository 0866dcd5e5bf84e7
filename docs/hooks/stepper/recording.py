"""All that the page's script knows of a run; docs/assets/stepper/recording.js reads it."""

import json
from collections.abc import Sequence
from typing import Any

from record.lines import Lines
from record.roles import Role
from record.seen import GONE, Gist, Seen
from torch import Tensor, float32, optim

from stepper.packing import packed, packed_floats, packed_mix, size
from stepper.reads import reads
from stepper.words import Sentence


def recording(lines: Lines, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """What the lines of a run did, with the sentence of each."""
    series = _series(lines)
    places = {name: place for place, name in enumerate(series)}
    said_once, said = _said(sentences, places)
    epochs = [line.epoch for line in lines.lines]
    first = [at for at, epoch in enumerate(epochs) if at == 0 or epoch != epochs[at - 1]]
    known = lines.source.statements.keys()
    ran = sorted({line.number for line in lines.lines} & known)
    return {
        "lines": packed([line.number for line in lines.lines]),
        "epochs": packed(first),
        "code": {n: lines.source.statement_text(n) for n in ran},
        "reads": {
            number: [places[name] for name in names if name in places]
            for number, names in reads(lines).items()
        },
        "series": list(series.values()),
        "sentences": said_once,
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
    if isinstance(value, int | float):
        return [value]
    raise TypeError(f"{value} has no numbers")


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


def _said(
    sentences: Sequence[Sentence], places: dict[str, int]
) -> tuple[list[Sentence], list[int]]:
    """Each sentence once, names by their places among the series, and which each line says."""
    known: dict[str, int] = {}
    said = []
    for sentence in sentences:
        by_place = [p if isinstance(p, str) else placed(p, places) for p in sentence]
        said.append(known.setdefault(json.dumps(by_place), len(known)))
    return [json.loads(sentence) for sentence in known], said


def placed(place: list, places: dict[str, int]) -> list:
    """A sentence's place with names by their places among the series."""
    return [place[0], *(places.get(word, word) for word in place[1:])]
