"""The wall of curves: what the loss of each broken loop does, beside the loss of the cured one.

Takes fingerprints as JSON has them, so that a build in which nothing has to run needs no torch.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup
from stepper.markup import templates

from draw.fingerprint import loss

_TEMPLATE = templates(Path(__file__).with_name("templates")).get_template("curves.html")
_WIDTH, _HEIGHT = 120, 60
_EDGE = 4  # room for a line's own width, and for the mark at its end
_POINTS = 60  # as many as the eye can tell apart in this width
_DECADES = 100  # a loss that falls by more is drawn by its logarithm

Losses = Sequence[float]


@dataclass(frozen=True)
class Tile:
    """A loop on the wall.

    Attributes:
        title: what is wrong, in the asker's words.
        way: the address of its case.
        wrong: the losses of the broken loop; at least two.
        right: those of the cured one.
    """

    title: str
    way: str
    wrong: Losses
    right: Losses

    @property
    def says(self) -> str:
        """The first loss and the last."""
        return loss({"losses": self.wrong})

    @property
    def svg(self) -> Markup:
        """The cured loop's loss, and on top of it the broken one's."""
        across, up = _scales(self.wrong, self.right)
        lines = [
            f'<path class="{kind}" d="{_path(losses, across, up)}"/>'
            for kind, losses in (("right", self.right), ("wrong", self.wrong))
        ]
        drawn = "".join(lines) + _end(self.wrong, across, up)
        box = f"0 0 {_WIDTH} {_HEIGHT}"
        return Markup(f'<svg viewBox="{box}" aria-hidden="true">{drawn}</svg>')


def _flat(wrong: Losses, right: Losses) -> bool:
    return math.isfinite(wrong[0]) and len(set(wrong)) == 1


def _zero(wrong: Losses, right: Losses) -> bool:
    return set(wrong) == {0}


def _never_finite(wrong: Losses, right: Losses) -> bool:
    return not math.isfinite(wrong[0])


def _not_finite(wrong: Losses, right: Losses) -> bool:
    return not math.isfinite(wrong[-1])


def _explodes(wrong: Losses, right: Losses) -> bool:
    return _not_finite(wrong, right) and _grows([x for x in wrong if math.isfinite(x)], right)


def _grows(wrong: Losses, right: Losses) -> bool:
    return len(wrong) > 1 and wrong[-1] > wrong[0]


def _below_zero(wrong: Losses, right: Losses) -> bool:
    return min(wrong) < 0 and wrong[-1] < wrong[0]


def _swings(wrong: Losses, right: Losses) -> bool:
    return sum(after > before for before, after in pairwise(wrong)) > len(wrong) / 4


def _stands_still(wrong: Losses, right: Losses) -> bool:
    return len(set(wrong[-max(3, len(wrong) // 5) :])) == 1


def _stays_above(wrong: Losses, right: Losses) -> bool:
    return wrong[-1] > 2 * max(right[-1], 0) and wrong[-1] > wrong[0] / 100


# The first that is so of a broken loop and of its cured twin, from the plainest to see.
SHAPES: dict[str, Callable[[Losses, Losses], bool]] = {
    "It is 0 from the start": _zero,
    "It stays the same, to the last digit": _flat,
    "It is nan or inf from the start": _never_finite,
    "It grows, to inf": _explodes,
    "It is nan, from one step to the next": _not_finite,
    "It falls below 0": _below_zero,
    "It falls, then stays the same to the last digit": _stands_still,
    "It swings": _swings,
    "It grows": _grows,
    "It falls, and stays far above what it could be": _stays_above,
    "It looks good, and is not": lambda wrong, right: True,
}


def shape(wrong: Losses, right: Losses) -> str:
    """What a loss does, by the name of its group on the wall."""
    return next(name for name, is_so in SHAPES.items() if is_so(wrong, right))


def curves(tiles: Iterable[Tile]) -> str:
    """The HTML of the wall: a group for each shape that there is."""
    groups: dict[str, list[Tile]] = {name: [] for name in SHAPES}
    for tile in tiles:
        groups[shape(tile.wrong, tile.right)].append(tile)
    shown = {name: group for name, group in groups.items() if group}
    return _TEMPLATE.render(groups=shown)


Scale = Callable[[float], float]


def _scales(wrong: Losses, right: Losses) -> tuple[Scale, Scale]:
    """From a step and from a loss to a place in the SVG."""
    known = [x for x in [*wrong, *right] if math.isfinite(x)] or [0.0]
    low, high = min(known), max(known)
    by_decades = low > 0 and high > _DECADES * low
    value = math.log if by_decades else float
    bottom, top = value(low) if by_decades else min(0.0, low), value(high)
    height = (top - bottom) or 1.0
    steps = max(len(wrong), len(right), 2) - 1

    def across(step: float) -> float:
        return _EDGE + (_WIDTH - 2 * _EDGE) * step / steps

    def up(number: float) -> float:
        share = 1.0 if number == math.inf else (value(number) - bottom) / height
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * share

    return across, up


def _path(losses: Losses, across: Scale, up: Scale) -> str:
    """A line through what is a number of these; where one is missing the line has a gap."""
    every = max(1, len(losses) // _POINTS)
    shown = {*range(0, len(losses), every), len(losses) - 1}
    pen, drawn = "M", []
    for step in sorted(shown):
        if math.isfinite(losses[step]):
            drawn.append(f"{pen}{across(step):.1f} {up(losses[step]):.1f}")
            pen = "L"
    return "".join(drawn)


def _end(losses: Losses, across: Scale, up: Scale) -> str:
    """A cross where a loss is no number any more."""
    broken = next((step for step, x in enumerate(losses) if not math.isfinite(x)), None)
    if broken is None:
        return ""
    x = min(max(across(broken), 2 * _EDGE), _WIDTH - 2 * _EDGE)
    y = up(losses[broken - 1]) if broken else _HEIGHT / 2
    y = min(max(y, 2 * _EDGE), _HEIGHT - 2 * _EDGE)
    arms = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"
    return f'<path class="end" d="{arms}"/>'
