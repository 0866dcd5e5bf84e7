"""Where a step on each mini-batch would lead from one place, and a step on all the data."""

import torch
from matplotlib.axes import Axes
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.ground import ground
from draw.style import GRID, INK, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style

NEEDED = ("start", "lr", "gradients", "of_all")  # what a script calls them


@in_style
def fan(run: Recording) -> Drawing:
    """An arrow for each batch, and a broad one for all samples, over the loss of all samples.

    Raises:
        RecordingError: if the script has no `start`, (2,), `lr`, `gradients`, (batch, 2), and
            `of_all`, (2,), or its last loss is not that of all samples.
    """
    if not run.globals.keys() >= {*NEEDED}:
        raise RecordingError(f"{run.path.name} has no {', '.join(NEEDED)} to draw")
    start, lr, gradients, of_all = (run.globals[name] for name in NEEDED)
    start = start.detach()
    (name,) = run.loss_of.names

    def loss(place: Tensor) -> Tensor:
        return run.loss_of(**{name: place})

    if not torch.allclose(torch.func.grad(loss)(start), of_all):
        raise RecordingError(f"the last loss of {run.path.name} is not that of all samples")
    tips, tip_of_all = start - lr * gradients, start - lr * of_all
    figure, axes = empty_plot(height=3.8)
    axes.set_aspect("equal")
    ground(axes, loss, torch.cat([start[None], tips]))
    for tip in tips:
        _arrow(axes, start, tip, UPDATE, 0.8)
    _arrow(axes, start, tip_of_all, INK, 2.4)
    axes.plot(*start, color=PARAMETER, marker="s", linestyle="none", label="start")
    axes.plot([], color=UPDATE, marker=">", linewidth=0.8, markersize=4, label="step on one batch")
    axes.plot([], color=INK, marker=">", linewidth=2.4, label="step on all samples")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, fontsize=8)
    axes.set(xlabel="weight", ylabel="bias")
    axes.spines[:].set_edgecolor(GRID)
    lengths = (lr * gradients).norm(dim=1)
    return Drawing(
        figure,
        f"The steps that {len(gradients)} batches of {run.path.name} ask for at one place, from "
        f"{lengths.min():.2g} to {lengths.max():.2g} long, in many directions; and the step that "
        f"all samples ask for, {(lr * of_all).norm():.2g} long.",
    )


def _arrow(axes: Axes, start: Tensor, tip: Tensor, color: str, width: float) -> None:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    tail, head = ((place[0].item(), place[1].item()) for place in (start, tip))
    axes.annotate("", head, tail, arrowprops=style)
