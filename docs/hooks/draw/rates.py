"""One bowl and one start, a picture for each learning rate with which a script trains."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.ground import shade
from draw.handle import handle
from draw.style import GRID, INK, LOSS, PARAMETER, UPDATE, WIDTH
from draw.svg import Drawing, in_style
from draw.trainings import trainings, way

COLUMNS = {1: 4, 2: 3}  # of pictures, by the axes in one
POINTS = 25  # of the ground, each way: a picture is small
FRAME = 1.45  # of a picture, in starting distances from the lowest point
Loss = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Training:
    """One of the trainings: its learning rate, and where it went, (step + 1, axis)."""

    lr: float
    way: Tensor


@in_style
def rates(run: Recording) -> Drawing:
    """Each way over the bowl, or on the parabola, with what a step keeps along each axis.

    Raises:
        RecordingError: if the script trains other than one parameter of one number or two from one
            place by one learning rate after another, or its loss is not lowest at 0.
    """
    name, found = _trainings(run)
    size = found[0].way.shape[1]
    shape = run.steps[0].before[name].shape

    def loss(place: Tensor) -> Tensor:
        return run.loss_of(**{name: place.reshape(shape)})

    slope = torch.func.grad(loss)
    if slope(torch.zeros(size).double()).any():
        raise RecordingError(f"the loss of {run.path.name} is not lowest at 0")
    # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
    curvature = torch.func.jacrev(slope)(torch.zeros(size).double()).diagonal()
    columns = COLUMNS[size]
    rows = -(-len(found) // columns)
    figure = Figure(figsize=(WIDTH, 1.7 * rows))
    panels = figure.subplots(rows, columns, squeeze=False).flatten()
    for axes, training in zip(panels, found, strict=False):
        frame = FRAME * training.way[0].abs().max().item()
        seen = training.way[: _leaves(training.way, frame) + 1]
        (_parabola if size == 1 else _bowl)(axes, loss, frame, seen)
        kept = ", ".join(_signed(1 - training.lr * of_axis) for of_axis in curvature.tolist())
        axes.set_title(f"lr {training.lr:g}\nkeeps {kept}", fontsize=8)
    for axes in panels[len(found) :]:
        axes.set_axis_off()
    told = "; ".join(
        f"lr {training.lr:g} keeps "
        + " and ".join(f"{1 - training.lr * of_axis:+.2f}" for of_axis in curvature.tolist())
        + f" and ends {training.way[-1].norm():.3g} away"
        for training in found
    )
    return Drawing(
        figure,
        f"The trainings of {run.path.name}, each from the same place and "
        f"{len(found[0].way) - 1} steps long. What a step keeps of the distance to the lowest "
        f"point{' along each axis' * (size > 1)}: {told}.",
        below=""
        if size > 1
        else handle("rate", name, found[0].way[0].reshape(shape), loss, len(found[0].way) - 1),
    )


def _parabola(axes: Axes, loss: Loss, frame: float, places: Tensor) -> None:
    over = torch.linspace(-frame, frame, 80, dtype=places.dtype)[:, None]
    axes.plot(over, torch.func.vmap(loss)(over), color=LOSS)
    heights = torch.func.vmap(loss)(places)
    axes.plot(places, heights, color=UPDATE, marker=".", markersize=4, linewidth=1)
    axes.plot(places[0], heights[0], color=PARAMETER, marker="s", linestyle="none", markersize=5)
    axes.set(xlim=(-frame, frame), ylim=(-0.1, loss(over[0]).item()), xticks=[], yticks=[])


def _bowl(axes: Axes, loss: Loss, frame: float, places: Tensor) -> None:
    over = torch.linspace(-frame, frame, POINTS, dtype=places.dtype)
    height = torch.func.vmap(loss)(torch.cartesian_prod(over, over)).reshape(POINTS, POINTS).T
    levels = height.max().item() * torch.linspace(0, 1, 8)[1:-1] ** 2
    shade(axes, over, over, height, levels.tolist())
    axes.plot(*places.T, color=UPDATE, marker=".", markersize=4, linewidth=1)
    axes.plot(*places[0], color=PARAMETER, marker="s", linestyle="none", markersize=5)
    axes.plot(0, 0, color=INK, marker="x", markersize=5)
    axes.set_aspect("equal")
    axes.set(xlim=(-frame, frame), ylim=(-frame, frame), xticks=[], yticks=[])
    axes.spines[:].set_edgecolor(GRID)


def _leaves(places: Tensor, frame: float) -> int:
    """The first place outside of the frame, or the last of all."""
    outside = (places.abs() > frame).any(dim=1).nonzero()
    return int(outside[0]) if len(outside) else len(places) - 1


def _trainings(run: Recording) -> tuple[str, list[Training]]:
    """The name of the parameter, and the trainings, in the order of the script."""
    names = {name for step in run.steps for name in step.before}
    if len(names) != 1 or run.steps[0].before[min(names)].numel() > 2:
        raise RecordingError(
            f"rates are drawn of one parameter of one number or two; {run.path.name} moves "
            f"{', '.join(sorted(names))}"
        )
    (name,) = names
    found = [Training(steps[0].lr[name], way(steps)) for steps in trainings(run)]
    if len({tuple(training.way[0].tolist()) for training in found}) > 1:
        raise RecordingError(f"the trainings of {run.path.name} begin at several places")
    return name, found


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")
