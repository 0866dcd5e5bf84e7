"""Small drawings on which a script in the page can move a mark: the samples, the loss, its map."""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from markupsafe import Markup
from matplotlib.ticker import MaxNLocator
from record.errors import RecordingError
from record.landscape import Landscape, landscape, two_parameters
from record.recorder import Recording
from record.roles import Role
from record.samples import line_samples
from record.seen import Seen
from torch import Tensor

from stepper.markup import templates

_TEMPLATES = templates(Path(__file__).with_name("templates"))


@dataclass(frozen=True)
class _Box:
    """A drawing's size, and the sides of the plot in it."""

    width: int = 320
    height: int = 230
    left: int = 46
    right: int = 312
    top: int = 10
    bottom: int = 188


_BOX = _Box()


class _Plot:
    """Axes around a plot, and places in it."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]):
        self.x, self.y = x, y

    @property
    def scale(self) -> tuple[float, float, float, float]:
        """Where 0 stands and how far 1 is from it, across and down."""
        across = (_BOX.right - _BOX.left) / (self.x[1] - self.x[0])
        down = (_BOX.top - _BOX.bottom) / (self.y[1] - self.y[0])
        return _BOX.left - self.x[0] * across, across, _BOX.bottom - self.y[0] * down, down

    def place(self, x: float, y: float) -> str:
        left, across, bottom, down = self.scale
        return f"{left + x * across:.1f},{bottom + y * down:.1f}"

    def points(self, points: Iterable[Sequence[float] | np.ndarray]) -> str:
        return " ".join(self.place(*point) for point in points)

    def svg(self, says: str, axes: Sequence[str], what: str, of: Sequence[int], **more: Any) -> str:
        """The drawing.

        Args:
            says: what a voice says of it.
            axes: what they show, across and up.
            what: what a script shows on it.
            of: of which series of the recording.
            more: what is on it, as the template has it.
        """
        inside = {"areas": (), "lines": (), "lowest": "", "dots": "", "arrow": ""}
        return _TEMPLATES.get_template("sketch.html").render(
            inside
            | more
            | {
                "box": _BOX,
                "says": says,
                "axes": axes,
                "what": what,
                "of": of,
                "scale": " ".join(f"{number:.6g}" for number in self.scale),
                "tip": f"tip-{zlib.crc32(says.encode()):x}",
                "ticks_across": [
                    (self.place(tick, self.y[0]).partition(",")[0], _shown(tick))
                    for tick in _ticks(self.x)
                ],
                "ticks_up": [
                    (self.place(self.x[0], tick).partition(",")[2], _shown(tick))
                    for tick in _ticks(self.y)
                ],
            }
        )


def sketches(run: Recording, places: dict[str, int]) -> Markup:
    """The samples, the map of the loss and the loss, as far as there are any.

    A mark on each shows the moment.
    """
    return Markup("").join(map(Markup, [*_of_a_line(run, places), *_of_the_loss(run, places)]))


def _of_a_line(run: Recording, places: dict[str, int]) -> list[str]:
    """A line among its samples, and its two parameters on the map of the loss."""
    try:
        names = two_parameters(run)
    except RecordingError:
        return []  # the loss has more sides than a drawing
    steepest = max(run.steps, key=lambda step: _square(step.grad.values()))
    slope = [0.0 if (grad := steepest.grad[name]) is None else grad.item() for name in names]
    values = [places[name] for name in names]
    shown = values + [places[f"{name}.grad"] for name in names]
    drawn = map_sketch(landscape(run, points=50), names, slope, shown)
    try:
        x, y = line_samples(run)
    except RecordingError:
        return [drawn]
    return [samples_sketch(x.tolist(), y.tolist(), values), drawn]


def _of_the_loss(run: Recording, places: dict[str, int]) -> list[str]:
    lines = run.lines
    for name in [name for name, role in lines.roles.items() if role == Role.LOSS][:1]:
        losses = {x.epoch: _single(x.changed[name]) for x in lines.lines if name in x.changed}
        single = [loss for loss in losses.values() if loss is not None]
        if len(single) == len(losses) > 1:
            return [loss_sketch(single, places[name])]
    return []


def samples_sketch(x: Sequence[float], y: Sequence[float], series: Sequence[int]) -> str:
    """Samples, a line among them, and how far each is from it.

    Args:
        x: where the samples are, across.
        y: and up.
        series: of the recording: the line's weight and its bias.
    """
    plot = _Plot(_around(x), _around(y))
    return plot.svg(
        f"{len(x)} samples, the line of the two parameters, and how far each sample is from it",
        ("x", "y"),
        "samples",
        series,
        dots="".join(f"M{plot.place(*each)}h0" for each in zip(x, y, strict=True)),
    )


def loss_sketch(losses: Sequence[float], series: int) -> str:
    """The loss of each epoch, first to last; the mark shows a series of the recording."""
    plot = _Plot((0, max(1, len(losses) - 1)), (min(0, *losses), max(losses)))
    return plot.svg(
        f"The loss over {len(losses)} epochs, from {losses[0]:.4f} to {losses[-1]:.4f}",
        ("epoch", "loss"),
        "loss",
        [series],
        lines=[("curve", plot.points(enumerate(losses)))],
    )


def map_sketch(
    land: Landscape,
    names: Sequence[str],
    steepest: Sequence[float],
    series: Sequence[int],
) -> str:
    """The way of two parameters over the heights of the loss, and an arrow against its gradient.

    Args:
        land: what to draw.
        names: of the parameters.
        steepest: the largest gradient; its arrow is a fifth of the plot, others in proportion.
        series: of the recording: both parameters, then both gradients.
    """
    plot = _Plot((land.x[0].item(), land.x[-1].item()), (land.y[0].item(), land.y[-1].item()))
    sides = (plot.x[1] - plot.x[0], plot.y[1] - plot.y[0])
    longest = math.hypot(*(slope / side for slope, side in zip(steepest, sides, strict=True)))
    return plot.svg(
        f"{names[0]} across, {names[1]} up, over the heights of the loss; a cross marks its "
        f"minimum at {land.lowest[0]:.3f}, {land.lowest[1]:.3f}",
        names,
        "way",
        series,
        areas=_areas(land, plot),
        lines=[
            *(("contour", plot.points(line)) for _, line in land.contours()),
            ("way", plot.points(land.way.tolist())),
        ],
        lowest=plot.place(*land.lowest.tolist()),
        arrow=f"{0.2 / longest:.4g}",
    )


def _areas(land: Landscape, plot: _Plot) -> list[str]:
    """What is higher than each level: laid on each other they shade the heights."""
    made = contour_generator(
        land.x.numpy(), land.y.numpy(), land.height.numpy(), fill_type=FillType.OuterOffset
    )
    areas = []
    for level in land.levels:
        # Its answer has other types for other kinds of fill.
        found = cast("Any", made.filled(level, math.inf))
        outlines = [
            points[start:end]
            for points, offsets in zip(*found, strict=True)
            for start, end in pairwise(offsets)
        ]
        areas.append("".join(f"M{plot.points(outline)}z" for outline in outlines))
    return areas


def _around(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis with some room about the values."""
    margin = 0.05 * (max(values) - min(values))
    return min(values) - margin, max(values) + margin


def _shown(tick: float) -> str:
    return f"{tick:g}".replace("-", "−")


def _ticks(ends: tuple[float, float]) -> list[float]:
    ticks = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(*ends)
    return [round(float(tick), 10) for tick in ticks if ends[0] <= tick <= ends[1]]


def _single(value: Seen) -> float | None:
    """The number, if it is one."""
    if isinstance(value, Tensor):
        return float(value) if value.numel() == 1 else None
    return value if isinstance(value, float) else None


def _square(gradients: Iterable[Tensor | None]) -> float:
    """The square of their common length."""
    return sum(g.norm().item() ** 2 for g in gradients if g is not None)
