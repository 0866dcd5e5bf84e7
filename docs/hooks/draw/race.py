"""The ways of several trainings over one loss, in one frame."""

import torch
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.ground import ground
from draw.style import GRID, INK, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style
from draw.trainings import trainings, way

NAME = "kinds"  # what a script calls its trainings by: the keys of a dict
LOOKS = (("-", "."), ("--", "^"), (":", "s"))  # of each way, its line and its marks
SHOWN = 60  # steps of each


@in_style
def race(run: Recording) -> Drawing:
    """The first steps of each training over the shaded loss; marks shrink from early to late.

    Raises:
        RecordingError: if it has no dict `kinds`, a name for each of up to three trainings, or they
            move other than one parameter of two numbers, or their loss is not lowest at 0.
    """
    name, ways = named_ways(run)
    ways = {kind: places[: SHOWN + 1] for kind, places in ways.items()}
    shape = run.steps[0].before[name].shape
    figure, axes = empty_plot(height=3.6)
    axes.set_aspect("equal")
    seen = torch.cat([*ways.values(), torch.zeros(1, 2).double()])
    ground(axes, lambda place: run.loss_of(**{name: place.reshape(shape)}), seen)
    for (line, mark), (kind, places) in zip(LOOKS, ways.items(), strict=False):
        axes.plot(*places.T, color=UPDATE, linestyle=line, linewidth=1, label=kind)
        sizes = torch.linspace(5, 1.5, len(places)) ** 2
        axes.scatter(
            places[:, 0], places[:, 1], s=sizes, color=UPDATE, marker=mark, linewidth=0, zorder=2
        )
    start = next(iter(ways.values()))[0]
    axes.plot(*start, color=PARAMETER, marker="s", linestyle="none", label="start")
    axes.plot(0, 0, color=INK, marker="x", linestyle="none", label="lowest point")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=4, fontsize=8)
    axes.set(xlabel=f"{name}[0]", ylabel=f"{name}[1]")
    axes.spines[:].set_edgecolor(GRID)
    told = "; ".join(
        f"{kind} to ({places[-1, 0]:.3g}, {places[-1, 1]:.3g})" for kind, places in ways.items()
    )
    return Drawing(
        figure,
        f"{len(ways)} trainings of {run.path.name} over their loss, the first {SHOWN} steps of "
        f"each: from ({start[0]:g}, {start[1]:g}) {told}. The lowest point is (0, 0).",
    )


def named_ways(run: Recording) -> tuple[str, dict[str, Tensor]]:
    """The name of the parameter, and by the name of each training its way, (step + 1, 2)."""
    kinds, found = run.globals.get(NAME), trainings(run)
    if not isinstance(kinds, dict) or not len(kinds) == len(found) <= len(LOOKS):
        raise RecordingError(
            f"{run.path.name} has no dict `{NAME}` that names each of up to {len(LOOKS)} trainings"
        )
    (name, *others) = run.steps[0].before
    if others or run.steps[0].before[name].numel() != 2:
        raise RecordingError(f"{run.path.name} moves other than one parameter of two numbers")
    shape = run.steps[0].before[name].shape
    slope = torch.func.grad(lambda place: run.loss_of(**{name: place.reshape(shape)}))
    if slope(torch.zeros(2).double()).any():
        raise RecordingError(f"the loss of {run.path.name} is not lowest at 0")
    return name, {str(kind): way(steps) for kind, steps in zip(kinds, found, strict=True)}
