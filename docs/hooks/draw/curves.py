"""The wall of curves: what the loss of each broken loop does, beside the loss of the cured one.

Takes fingerprints as JSON has them, so that a build in which nothing has to run needs no torch.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup
from stepper.markup import templates

from draw.fingerprint import loss
from draw.shapes import SHAPES, Losses, shape

_TEMPLATE = templates(Path(__file__).with_name("templates")).get_template("curves.html")
_WIDTH, _HEIGHT = 120, 60
_EDGE = 4  # room for a line's own width, and for the mark at its end
_POINTS = 60  # as many as the eye can tell apart in this width
_DECADES = 100  # a loss that falls by more is drawn by its logarithm
_DEPTH = 10_000  # what is so much below its start lies on the ground, so that the rest is seen


@dataclass(frozen=True)
class Tile:
    """A loop on the wall.

    Attributes:
        title: what is wrong, in the asker's words.
        way: the address of its case.
        wrong: the losses of the broken loop; at least two.
        right: those of the cured one.
        held_out: the held-out losses of the broken one, if it has some.
    """

    title: str
    way: str
    wrong: Losses
    right: Losses
    held_out: Losses = ()

    @property
    def says(self) -> str:
        """The first loss and the last; of a held-out loss as well."""
        said = loss({"losses": self.wrong})
        return f"{said}; held out {loss({'losses': self.held_out})}" if self.held_out else said

    @property
    def svg(self) -> Markup:
        """The cured loop's loss or the held-out one, and on top of it the broken loop's."""
        return _drawn(tuple(self.wrong), tuple(self.right), tuple(self.held_out))


def curves(tiles: Iterable[Tile]) -> str:
    """The HTML of the wall: a group for each shape that there is."""
    groups: dict[str, list[Tile]] = {name: [] for name in SHAPES}
    for tile in tiles:
        groups[shape(tile.wrong, tile.right, tile.held_out)].append(tile)
    shown = {name: group for name, group in groups.items() if group}
    return _TEMPLATE.render(groups=shown)


@cache  # a curve stands on the wall and on the card of its page
def _drawn(wrong: Losses, right: Losses, held_out: Losses) -> Markup:
    up = _height([*wrong, *right, *held_out])
    # Where there is a held-out loss, it is what the broken loop's is to be compared with.
    behind = ("held-out", held_out) if held_out else ("right", right)
    lines = [
        f'<path class="{kind}" d="{_path(losses, up)}"/>'
        for kind, losses in (behind, ("wrong", wrong))
    ]
    drawn = "".join(lines) + _end(wrong, up)
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return Markup(f'<svg viewBox="{box}" aria-hidden="true">{drawn}</svg>')


Scale = Callable[[float], float]


def _height(losses: Losses) -> Scale:
    """From a loss to a place in the SVG, for these and all between; the first is a start."""
    known = [x for x in losses if math.isfinite(x)] or [0.0]
    low, high = min(known), max(known)
    # A loss of exactly 0 is below every decade: it lies on the ground.
    by_decades = known[0] > 0 and low >= 0 and high > _DECADES * low
    value = math.log if by_decades else float
    low = max(low, known[0] / _DEPTH) if by_decades else low
    bottom, top = value(low) if by_decades else min(0.0, low), value(high)
    height = (top - bottom) or 1.0

    def up(number: float) -> float:
        share = 1.0 if number == math.inf else (value(max(number, low)) - bottom) / height
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * share

    return up


def _across(step: int, losses: Losses) -> float:
    """Where a step stands; each line takes the whole width, however often it was measured."""
    return _EDGE + (_WIDTH - 2 * _EDGE) * step / max(1, len(losses) - 1)


def _path(losses: Losses, up: Scale) -> str:
    """A line through what is a number of these; where one is missing the line has a gap."""
    every = max(1, len(losses) // _POINTS)
    last = len(losses) - 1
    shown = [0]
    for first in range(1, last, every):  # of each few the one that is furthest off: no peak is lost
        few = range(first, min(first + every, last))
        shown.append(max(few, key=lambda step: abs(losses[step] - losses[shown[-1]])))
    pen, drawn = "M", []
    for step in [*shown, last]:
        if math.isfinite(losses[step]):
            drawn.append(f"{pen}{_across(step, losses):.1f} {up(losses[step]):.1f}")
            pen = "L"
    return "".join(drawn)


def _end(losses: Losses, up: Scale) -> str:
    """A cross where a loss is no number any more."""
    broken = next((step for step, x in enumerate(losses) if not math.isfinite(x)), None)
    if broken is None:
        return ""
    x = min(max(_across(broken, losses), 2 * _EDGE), _WIDTH - 2 * _EDGE)
    y = up(losses[broken - 1]) if broken else _HEIGHT / 2
    y = min(max(y, 2 * _EDGE), _HEIGHT - 2 * _EDGE)
    arms = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"
    return f'<path class="end" d="{arms}"/>'
