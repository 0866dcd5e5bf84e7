"""A run's way over the contours of its loss on two parameters."""

from itertools import product

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.landscape import landscape, two_parameters
from record.recorder import Recording
from torch import Tensor

from draw.ground import shade
from draw.style import GRID, INK, MUTED, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style

ROOM = 15  # points around a number on a line
NUMBER = 9  # points: what a phone shows of it can be read
DIGIT = 5.8  # points: how wide a digit of it is
SKEW = (0.4, 2.5)  # how much wider than high a way may be to be drawn with angles as they are


@in_style
def path(run: Recording) -> Drawing:
    """The way of two parameters over the contours of this loss on this data."""
    return _path(run, predict=False)


@in_style
def predicted_path(run: Recording) -> Drawing:
    """The recorded way, and on top of it where each step keeping 1 - lr · λ of the error leads."""
    return _path(run, predict=True)


def _path(run: Recording, predict: bool) -> Drawing:
    names = two_parameters(run)
    land = landscape(run)
    figure, axes = empty_plot(height=4.0)
    # Between the lines, so that a third of the heights will do; 159 steps are three times 53.
    some = slice(None, None, 3)
    shade(axes, land.x[some], land.y[some], land.height[some, some], land.levels[3:])
    contours = [*land.contours()]
    for _, line in contours:
        axes.plot(*line.T, color=GRID, linewidth=0.9)  # simplified, unlike those of axes.contour
    axes.plot(
        *land.way.T, color=PARAMETER, linewidth=0.6, marker=".", markersize=4, label="recorded"
    )
    if predict:
        every = max(1, len(run.steps) // 10)
        rates = [torch.tensor([*step.lr.values()], dtype=torch.float64) for step in run.steps]
        axes.plot(
            *land.contraction(rates)[::every].T,
            color=UPDATE, marker="o", markerfacecolor="none", linestyle="none", label="predicted",
        )  # fmt: skip
    marks = [
        (land.way[0], "start", "s"),
        (land.way[-1], "end", "o"),
        (land.lowest, "minimum", "x"),
    ]
    for point, _, marker in marks:
        axes.plot(*point, color=INK, marker=marker, markersize=6, linestyle="none")
    axes.set(xlim=land.x[[0, -1]].tolist(), ylim=land.y[[0, -1]].tolist())
    (across, up) = (ends[-1] - ends[0] for ends in (land.x, land.y))
    if SKEW[0] < across / up < SKEW[1]:
        axes.set_aspect("equal")
    taken = _label(figure, axes, marks, land.way)
    _heights(figure, axes, contours, taken)
    if predict:
        figure.legend(loc="outside lower center", ncols=2)  # within, it could hide a number
    axes.set(xlabel=names[0], ylabel=names[1])
    described = [f"{label} at ({point[0]:.3f}, {point[1]:.3f})" for point, label, _ in marks]
    return Drawing(
        figure,
        f"{names[0]} (across) and {names[1]} (up) during {run.path.name}, over the contours of its "
        f"loss: {', '.join(described)}.{' Circles: where it was predicted to be.' * predict}",
    )


def _heights(
    figure: Figure, axes: Axes, contours: list[tuple[float, np.ndarray]], taken: Tensor
) -> None:
    """Write its loss on each line that has room for it, where it has most.

    Args:
        figure: the figure.
        axes: its axes.
        contours: the lines, and the loss on each.
        taken: where something stands already, in points from the lower left corner.
    """
    low, scale = _scale(figure, axes)
    corner = (torch.tensor([axes.get_xlim()[1], axes.get_ylim()[1]]) - low) * scale
    for level, line in contours:
        places = (torch.from_numpy(line) - low) * scale
        ends = torch.stack([places, corner - places]).amin(dim=(0, 2))  # to the frame
        text = f"{level:.2g}".replace("-", "−")
        half = torch.tensor([DIGIT / 2 * len(text), 0.0])  # a number is wide, and low
        apart = ((taken - places[:, None]).abs() - half).clamp(min=0).norm(dim=2)
        room = apart.min(dim=1).values.minimum(2 * ends)
        best = room.argmax()
        if room[best] < ROOM:
            continue
        axes.text(
            line[best, 0],
            line[best, 1],
            text,
            color=MUTED,
            fontsize=NUMBER,
            ha="center",
            va="center",
        )
        both = torch.tensor([[-1.0], [0.0], [1.0]]) * half
        taken = torch.cat([taken, places[best] + both])


def _scale(figure: Figure, axes: Axes) -> tuple[Tensor, Tensor]:
    """The lower left corner, and how many points a unit is, across and up."""
    low, high = torch.tensor([axes.get_xlim(), axes.get_ylim()], dtype=torch.float64).T
    size = 72 * torch.tensor(figure.get_size_inches())  # the axes take most of it
    scale = size / (high - low)
    return low, scale.min().expand(2) if axes.get_aspect() == 1 else scale


def _label(figure: Figure, axes: Axes, marks: list[tuple[Tensor, str, str]], way: Tensor) -> Tensor:
    """Name each mark, at that corner of it which has most room between way, marks and names.

    Returns:
        What is taken by way, marks and names, in points from the lower left corner.
    """
    low, scale = _scale(figure, axes)
    places = (torch.stack([point for point, *_ in marks]) - low) * scale
    taken = torch.cat([(way - low) * scale, places])
    for (point, label, _), place in zip(marks, places, strict=True):
        half = torch.tensor([3.0 * len(label), 5.0])  # of the word's box
        words = torch.tensor([*product((1, -1), repeat=2)]) * (half + 5)  # its middle, from place
        gaps = ((taken - (place + words)[:, None]).abs() - half).clamp(min=0)
        word = words[gaps.norm(dim=2).min(dim=1).values.argmax()]
        axes.annotate(
            label,
            (point[0].item(), point[1].item()),
            xytext=(word[0].item(), word[1].item()),
            textcoords="offset points",
            ha="center",
            va="center",
        )
        ends = torch.tensor([[-1, 0], [0, 0], [1, 0]]) * half
        taken = torch.cat([taken, place + word + ends])
    return taken
