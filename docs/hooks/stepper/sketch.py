"""Two small drawings on which a script in the page can move a mark: the loss, and its contours.

Each SVG says in `data-scale` where a value stands: at the first number, and by the second further
for each 1 that it is above 0; across, then down.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from matplotlib.ticker import MaxNLocator
from record.errors import RecordingError
from record.landscape import Landscape, landscape, two_parameters
from record.recorder import Recording
from record.roles import Role
from record.seen import Seen
from torch import Tensor

_WIDTH, _HEIGHT = 320, 230  # of the whole
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 312, 10, 188  # of the plot in it


class _Plot:
    """Axes around a plot, and places in it."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]):
        self.x, self.y = x, y

    @property
    def scale(self) -> tuple[float, float, float, float]:
        """Where 0 stands and how far 1 is from it, across and down."""
        across = (_RIGHT - _LEFT) / (self.x[1] - self.x[0])
        down = (_TOP - _BOTTOM) / (self.y[1] - self.y[0])
        return _LEFT - self.x[0] * across, across, _BOTTOM - self.y[0] * down, down

    def place(self, x: float, y: float) -> str:
        left, across, bottom, down = self.scale
        return f"{left + x * across:.1f},{bottom + y * down:.1f}"

    def line(self, points: Iterable[Sequence[float] | np.ndarray], css: str) -> str:
        places = " ".join(self.place(*point) for point in points)
        return f'<polyline class="{css}" points="{places}"/>'

    def svg(self, inside: str, labels: tuple[str, str], description: str, more: str) -> str:
        """The drawing: axes, what is inside, and marks that wait to be placed; in a box.

        A browser lays out an SVG by itself, unless it is an item of a row.
        """
        tip = f"tip-{zlib.crc32(description.encode()):x}"
        ticks = ""
        for tick in _ticks(self.x):
            x = self.place(tick, self.y[0]).partition(",")[0]
            ticks += f'<text x="{x}" y="{_BOTTOM + 15}" text-anchor="middle">{tick:g}</text>'
        for tick in _ticks(self.y):
            y = self.place(self.x[0], tick).partition(",")[2]
            ticks += f'<text x="{_LEFT - 6}" y="{y}" dy="4" text-anchor="end">{tick:g}</text>'
        return (
            f'<div><svg {more} viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'aria-label="{escape(description, quote=True)}" '
            f'data-scale="{" ".join(f"{number:.6g}" for number in self.scale)}">'
            f'<path class="axes" d="M{_LEFT},{_TOP}V{_BOTTOM}H{_RIGHT}"/>{ticks}'
            f'<text x="{(_LEFT + _RIGHT) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">'
            f"{escape(labels[0])}</text>"
            f'<text transform="translate(11 {(_TOP + _BOTTOM) / 2}) rotate(-90)" '
            f'text-anchor="middle">{escape(labels[1])}</text>'
            f'{inside}<marker id="{tip}" viewBox="0 0 8 8" refX="2" refY="4" orient="auto">'
            f'<path class="tip" d="M0,0L8,4L0,8z"/></marker><line class="arrow" '
            f'marker-end="url(#{tip})" hidden/><circle class="mark" r="5" hidden/></svg></div>'
        )


def sketches(run: Recording, places: dict[str, int]) -> str:
    """The loss, and for two parameters its contours; a mark on each shows the moment."""
    lines = run.lines
    drawn = ""
    for name in [name for name, role in lines.roles.items() if role == Role.LOSS][:1]:
        losses = {x.epoch: _single(x.changed[name]) for x in lines.lines if name in x.changed}
        single = [loss for loss in losses.values() if loss is not None]
        if len(single) == len(losses) > 1:
            drawn = loss_sketch(single, places[name])
    try:
        names = two_parameters(run)
    except RecordingError:
        return drawn  # the loss has more sides than a drawing
    steepest = max(run.steps, key=lambda step: _square(step.grad.values()))
    slope = [0.0 if (grad := steepest.grad[name]) is None else grad.item() for name in names]
    shown = [places[name] for name in names] + [places[f"{name}.grad"] for name in names]
    return drawn + contour_sketch(landscape(run, points=50), names, slope, shown)


def loss_sketch(losses: Sequence[float], series: int) -> str:
    """The loss of each epoch, first to last; the mark shows a series of the recording."""
    plot = _Plot((0, max(1, len(losses) - 1)), (min(0, *losses), max(losses)))
    return plot.svg(
        plot.line(list(enumerate(losses)), "curve"),
        ("epoch", "loss"),
        f"The loss over {len(losses)} epochs, from {losses[0]:.4f} to {losses[-1]:.4f}",
        f'data-what="loss" data-of="{series}"',
    )


def contour_sketch(
    land: Landscape,
    names: Sequence[str],
    steepest: Sequence[float],
    series: Sequence[int],
) -> str:
    """The way of two parameters over the contours of the loss, and an arrow against its gradient.

    Args:
        land: what to draw.
        names: of the parameters.
        steepest: the largest gradient; its arrow is a fifth of the plot, others in proportion.
        series: of the recording: both parameters, then both gradients.
    """
    plot = _Plot((land.x[0].item(), land.x[-1].item()), (land.y[0].item(), land.y[-1].item()))
    contours = [plot.line(line, "contour") for line in land.contours()]
    across, down = plot.place(*land.lowest.tolist()).split(",")
    sides = (plot.x[1] - plot.x[0], plot.y[1] - plot.y[0])
    longest = math.hypot(*(slope / side for slope, side in zip(steepest, sides, strict=True)))
    lowest = f'<path class="lowest" d="M{across},{down}m-4,-4l8,8m0,-8l-8,8"/>'
    return plot.svg(
        "".join(contours) + plot.line(land.way.tolist(), "way") + lowest,
        (names[0], names[1]),
        f"{names[0]} across, {names[1]} up, over the contours of the loss; a cross marks its "
        f"minimum at {land.lowest[0]:.3f}, {land.lowest[1]:.3f}",
        f'data-what="way" data-of="{" ".join(map(str, series))}" data-arrow="{0.2 / longest:.4g}"',
    )


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
