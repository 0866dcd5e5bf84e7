"""The rest of a curve, which a reader draws: what is shown of it, and what was recorded.

The picture's height follows from what is shown alone, so that it tells nothing of what comes.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from record.errors import RecordingError
from stepper.markup import templates

from page.bends import shape, turns

_TEMPLATE = templates(Path(__file__).with_name("templates")).get_template("curve.html")
_TICKS = {1: 0.2, 2: 0.5, 2.5: 0.5, 5: 1, 10: 2}  # by how high a picture is
_MOST = 16  # points that a reader draws
_LOSSES = {"loss": "loss", "held_out": "held-out loss"}  # by what a script calls them
_BESIDE = {"loss": "training loss"}  # where there are two
_TURNS = 3  # that are told in words, before it is tiring
_APART = 20  # between two numbers below the picture
WIDTH, HEIGHT = 306, 156  # of what stands between the axes

Values = Sequence[float]


@dataclass(frozen=True)
class Rest:
    """A curve, of which the first part is shown.

    Attributes:
        name: what is drawn: `loss`, `held_out`, a parameter or its gradient.
        values: one a step.
        shown: how many of them a reader sees.
        beside: another one, shown whole, and its name; or nothing.
    """

    name: str
    values: Values
    shown: int
    beside: tuple[str, Values] | None = None

    @property
    def top(self) -> float:
        """The first round number from twice the highest that is shown."""
        highest = 2 * max(self.values[: self.shown])
        power = 10.0 ** math.floor(math.log10(highest))
        return next(power * round_ for round_ in _TICKS if power * round_ >= highest)

    @property
    def ticks(self) -> list[float]:
        """The numbers beside the picture."""
        power = 10.0 ** math.floor(math.log10(self.top) + 1e-9)
        step = power * next(by for top, by in _TICKS.items() if self.top / power < top + 0.1)
        return [round(at * step, 12) for at in range(round(self.top / step) + 1)]

    @property
    def points(self) -> list[int]:
        """The steps at which a reader draws; the last that is recorded among them."""
        first, last = self.shown - 1, len(self.values) - 1
        many = min(_MOST, last - first)
        return [first + round((last - first) * at / many) for at in range(1, many + 1)]

    @property
    def heights(self) -> list[float]:
        """The rest as it is seen in the picture, from the last value that is shown."""
        return [min(max(value / self.top, 0), 1) for value in self.values[self.shown - 1 :]]

    @property
    def shape(self) -> str:
        """What the rest does, one of `bends.SHAPES`."""
        return shape(self.heights)


def read(options: dict[str, str], curve: Callable[[str], Values]) -> Rest:
    """The curve that a fence asks for.

    Args:
        options: the fence's; of them `draw`, `shown` and `beside`.
        curve: what was recorded, by its name.

    Raises:
        RecordingError: if there is nothing to draw, or it would not be seen.
    """
    name, shown = options["draw"], options.get("shown", "")
    values = curve(name)
    if not shown.isdecimal() or not 0 < int(shown) < len(values):
        raise RecordingError(f'write shown="…", from 1 to {len(values) - 1} values of {name}')
    if not all(0 <= value < math.inf for value in values) or not max(values[: int(shown)]):
        raise RecordingError(f"{name} leads below 0 or to inf, where the picture does not")
    beside = options.get("beside")
    return Rest(name, values, int(shown), (beside, curve(beside)) if beside else None)


def html(rest: Rest) -> str:
    """The picture, in which a reader draws, and over it what was recorded."""
    first, last = rest.shown - 1, len(rest.values) - 1
    label = _label(rest.name)
    begin, end = f"{rest.values[0]:.4g}", f"{rest.values[first]:.4g}"
    steps = [0, last] if _across(rest, first) < _APART else [0, first, last]
    told = {
        "from": first,
        "points": rest.points,
        "start": rest.values[first],
        "end": rest.values[-1],
        "top": rest.top,
        "label": label,
        "shape": rest.shape,
        "begins": _begins(rest.heights),
    }
    return _TEMPLATE.render(
        told=json.dumps(told),
        kind=_kind(rest.name),
        says=f"The {label} up to step {first}: {begin}" + (f" to {end}" if first else ""),
        label=label,
        width=WIDTH,
        height=HEIGHT,
        begins=_across(rest, first),
        ticks=[(f"{tick:g}", _up(rest, tick)) for tick in rest.ticks],
        steps=[(step, _across(rest, step)) for step in steps],
        shown=_path(rest, rest.values[: rest.shown]),
        recorded=_path(rest, rest.values[first:], first),
        beside=rest.beside
        and (_BESIDE.get(rest.beside[0], rest.beside[0]), _path(rest, rest.beside[1])),
    )


def said(rest: Rest) -> str:
    """What was recorded, for those who do not see it: what it does, where it turns and ends."""
    first = rest.shown - 1
    ways = [first + at for at in turns(rest.heights)[1:-1]]
    places = [first, *ways[:_TURNS], len(rest.values) - 1]
    *numbers, last = [f"{rest.values[step]:.3g} at step {step}" for step in places]
    more = " and so on" if len(ways) > _TURNS else ""
    return f"It {rest.shape}: from {', to '.join(numbers)}{more}, to {last}."


def _label(name: str) -> str:
    return _LOSSES.get(name, name)


def _kind(name: str) -> str:
    """Which of the colours of the site is its own."""
    return "loss" if name in _LOSSES else "gradient" if name.endswith(".grad") else "parameter"


def _begins(heights: Values) -> str:
    at = turns(heights)
    return "" if not at else "fall" if heights[at[1]] < heights[at[0]] else "rise"


def _across(rest: Rest, step: float) -> float:
    return round(WIDTH * step / (len(rest.values) - 1), 1)


def _up(rest: Rest, value: float) -> float:
    """Far above the picture all is as far: what leaves it is cut off at its edge."""
    return round(max(HEIGHT * (1 - value / rest.top), -9 * HEIGHT), 1)


def _path(rest: Rest, values: Values, first: int = 0) -> str:
    places = [f"{_across(rest, first + n)} {_up(rest, value)}" for n, value in enumerate(values)]
    return f"M{'L'.join(places)}"
