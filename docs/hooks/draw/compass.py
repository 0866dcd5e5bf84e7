"""Nudges of one length in every direction from a point, and what each does to the loss."""

import torch
from matplotlib.axes import Axes
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.ground import shade
from draw.style import GRADIENT, INK, LOSS, UPDATE
from draw.svg import Drawing, empty_plot, in_style

NEEDED = ("start", "length", "directions", "rises")  # what a script calls them
EVERY = 15  # degrees between two arrows
REACH = 1.75  # of the map, in nudges from the point
LARGEST = 9.0  # points across, of the disc of the largest change


@in_style
def compass(run: Recording) -> Drawing:
    """An arrow for each direction over the loss around it; at its tip a disc, as large as the rise.

    Raises:
        RecordingError: if the script has no `start` with a gradient, (2,), no `length`, and no
            `directions`, (360, 2), with the `rises` of the loss along them.
    """
    if not run.globals.keys() >= {*NEEDED} or len(run.globals["rises"]) != 360:
        raise RecordingError(f"{run.path.name} has no {', '.join(NEEDED)} of 360 degrees to draw")
    start, length, directions, rises = (run.globals[name] for name in NEEDED)
    figure, axes = empty_plot(height=4.2)
    axes.set_aspect("equal")
    _ground(axes, run, start.detach(), length)
    every = torch.arange(0, 360, EVERY)
    for tip in (length * directions[every]).tolist():
        _arrow(axes, tip, INK, 0.8)
    up = start.grad / start.grad.norm()
    _arrow(axes, (length * up).tolist(), GRADIENT, 2.2)
    _arrow(axes, (-length * up).tolist(), UPDATE, 2.2)
    for direction, rise in zip(directions[every], rises[every], strict=True):
        axes.plot(
            *(1.1 * length * direction).tolist(),
            color=LOSS,
            marker="o",
            markersize=LARGEST * (abs(rise.item()) / rises.abs().max().item()) ** 0.5,
            markerfacecolor=LOSS if rise > 0 else "none",
            linestyle="none",
        )
    told = []
    for angle, name in zip(_named(rises), ["gradient\n", "against it\n", "", ""], strict=True):
        across, along = (1.45 * length * directions[angle]).tolist()
        said = f"{rises[angle].item():+.5f}"
        words = name + said.replace("-", "−")
        axes.text(across, along, words, ha="center", va="center", fontsize=9)
        told.append(f"at {angle}° by {said}")
    axes.set(xlabel="change of the weight", ylabel="change of the bias")
    axes.set(xticks=[-length, 0, length], yticks=[-length, 0, length])
    return Drawing(
        figure,
        f"Arrows of one length, {length:g}, in all directions from the point that {run.path.name} "
        "starts at, over the loss around it. Along the gradient, "
        f"{torch.atan2(up[1], up[0]).rad2deg().item() % 360:.1f}°, the loss rises most. It changes "
        f"{', '.join(told)}.",
    )


def _ground(axes: Axes, run: Recording, start: Tensor, length: float) -> None:
    reach = REACH * length
    over = torch.linspace(-reach, reach, 40, dtype=start.dtype)
    (name,) = run.loss_of.names
    points = start + torch.cartesian_prod(over, over)
    height = torch.func.vmap(lambda point: run.loss_of(**{name: point}))(points).reshape(40, 40).T
    levels = torch.linspace(height.min().item(), height.max().item(), 12)[1:-1].tolist()
    shade(axes, over, over, height, levels)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach))


def _named(rises: Tensor) -> list[int]:
    """Where the loss rises most, falls most, and the two directions between."""
    up, down = int(rises.argmax()), int(rises.argmin())
    return [up, down, (up + 90) % 360, (down + 90) % 360]


def _arrow(axes: Axes, tip: list[float], color: str, width: float) -> None:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (tip[0], tip[1]), (0, 0), arrowprops=style)
