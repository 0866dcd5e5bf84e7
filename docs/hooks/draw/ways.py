"""The loss over one parameter, and on it the way of each training that a script ran."""

import torch
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.slope import loss_over
from draw.style import LOSS, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style
from draw.trainings import trainings, way

MARGIN = 0.15  # of what the ways span, drawn beside it


@in_style
def ways(run: Recording) -> Drawing:
    """The loss over its parameter; of each training where it began, went, and came to rest.

    Raises:
        RecordingError: if a step moves other parameters than one of one number.
    """
    found = _ways(run)
    (name,) = {name for step in run.steps for name in step.before}

    loss = loss_over(run, name)
    low = min(one.min() for one in found)
    high = max(one.max() for one in found)
    room = MARGIN * (high - low)
    figure, axes = empty_plot(height=3.0)
    over = torch.linspace(low - room, high + room, 400, dtype=low.dtype)
    curve = torch.func.vmap(loss)(over)
    axes.plot(over, curve, color=LOSS, label="loss")
    for number, one in enumerate(found):
        heights = torch.func.vmap(loss)(one)
        named = number == 0  # a legend tells each mark once
        axes.plot(one, heights, color=UPDATE, marker=".", markersize=3, linewidth=1,
                  label="its way" if named else None)  # fmt: skip
        axes.plot(one[0], heights[0], color=PARAMETER, marker="s", markerfacecolor="none",
                  linestyle="none", label="start" if named else None)  # fmt: skip
        axes.plot(one[-1], heights[-1], color=PARAMETER, marker="s", linestyle="none",
                  label="end" if named else None)  # fmt: skip
    axes.set(xlabel=name, ylabel="loss", ylim=(-0.04 * curve.max().item(), None))
    axes.legend(loc="best", fontsize=8)
    told = "; ".join(f"from {one[0]:.4g} to {one[-1]:.4g}" for one in found)
    return Drawing(
        figure, f"The loss of {run.path.name} over {name}, and {len(found)} trainings: {told}."
    )


def _ways(run: Recording) -> list[Tensor]:
    """The parameter before each step and after the last, of each training."""
    for step in run.steps:
        if len(step.before) != 1 or any(value.numel() != 1 for value in step.before.values()):
            raise RecordingError(
                f"ways are drawn over one parameter of one number; {run.path.name} "
                f"moves {', '.join(step.before)}"
            )
    return [way(steps).flatten() for steps in trainings(run)]
