"""What the tangent promises of a nudge and what comes, as the nudge shrinks and the eye follows."""

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.handle import handle
from draw.style import GRADIENT, GRID, LOSS, PARAMETER, WIDTH
from draw.svg import Drawing, in_style

NAME = "nudges"  # what a script calls the list of them
BEFORE, BEYOND = 0.4, 0.5  # of a nudge, seen to the left of the weight and to the right of it


@in_style
def tangent(run: Recording) -> Drawing:
    """A picture for each nudge, as wide as the nudge is long: the loss, and its tangent.

    Raises:
        RecordingError: if the script has no list `nudges`, or its loss is of another thing than
            one number.
    """
    nudges, names = run.globals.get(NAME), run.loss_of.names
    if not isinstance(nudges, list) or len(names) != 1 or run.globals[names[0]].numel() != 1:
        raise RecordingError(
            f"a tangent is drawn of a list `{NAME}` and a loss of one number; {run.path.name} has "
            f"{nudges} and a loss of {', '.join(names)}"
        )
    here = run.globals[names[0]].detach().double().reshape(())

    def loss(value: Tensor) -> Tensor:
        return run.loss_of(**{names[0]: value})

    height, slope = loss(here), torch.func.grad(loss)(here)
    figure = Figure(figsize=(WIDTH, 2.7))
    told = []
    for axes, nudge in zip(figure.subplots(1, len(nudges)), nudges, strict=True):
        over = here + nudge * torch.linspace(-BEFORE, 1 + BEYOND, 60, dtype=torch.float64)
        axes.plot(over, torch.func.vmap(loss)(over), color=LOSS, label="the loss")
        straight = height + slope * (over[[0, -1]] - here)
        axes.plot(over[[0, -1]], straight, color=GRADIENT, linestyle="--", label="its tangent")
        came, promised = loss(here + nudge) - height, slope * nudge
        for by, color, side in [(promised, GRADIENT, -1), (came, LOSS, 1)]:
            at = (here + (1 + 0.09 * side) * nudge).item()
            _change(axes, at, height.item(), by.item(), color, side)
        axes.axhline(height.item(), color=GRID, linewidth=0.8)
        axes.plot(here, height, color=PARAMETER, marker="s", markersize=5, linestyle="none")
        axes.set_title(f"nudge {nudge:g}", fontsize=10)
        axes.set(xticks=[here.item(), (here + nudge).item()], yticks=[])
        axes.set_xticklabels([f"{tick:g}" for tick in axes.get_xticks()])
        axes.spines["left"].set_visible(False)
        told.append(f"of {nudge:g}, {promised:+.5f} was promised and {came:+.5f} came")
        axes.set_xlabel(names[0])
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=4,
        fontsize=8,
        handlelength=1.5,
        columnspacing=1.2,
    )
    return Drawing(
        figure,
        f"The loss of {run.path.name} and its tangent at {names[0]} = {here:g}, where it is "
        f"{height:.5g}; for each nudge as near as the nudge is long: {'; '.join(told)}.",
        below=handle("nudge", names[0], here, loss),
    )


def _change(axes: Axes, at: float, height: float, by: float, color: str, side: int) -> None:
    """A stroke of a change, from the height where the weight was, and its number beside its end."""
    label = "what comes" if side > 0 else "what is promised"
    axes.plot([at, at], [height, height + by], color=color, linewidth=3, label=label)
    axes.annotate(
        f"{by:+.4g}".replace("-", "−"),
        (at, height + by),
        xytext=(4 * side, -2),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=8,
        color=color,
    )
