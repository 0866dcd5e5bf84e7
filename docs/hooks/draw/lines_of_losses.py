"""The lines to which several losses lead on the same samples, in one frame."""

import torch
from record.errors import RecordingError
from record.recorder import Recording
from record.samples import line_at, line_samples
from torch import nn

from draw.fit import strokes
from draw.pulls import NAME, STYLES
from draw.style import GRID, INK, PARAMETER
from draw.svg import Drawing, empty_plot, in_style
from draw.trainings import trainings


@in_style
def lines_of_losses(run: Recording) -> Drawing:
    """The samples, the line of each loss, and from the last line to each sample its error.

    Raises:
        RecordingError: as `fit` does, and if there is no list `losses` with a loss a training.
    """
    x, y = line_samples(run)
    names, found = list(losses_of(run)), trainings(run)
    lines = [line_at(steps[-1].after) for steps in found]
    figure, axes = empty_plot(height=3.2)
    last = lines[-1][0] * x + lines[-1][1]
    strokes(axes, x, last, y, linewidth=2, label=f"error of {names[-1]}'s line")
    ends = torch.tensor([0.0, 1.08 * x.max().item()])
    for name, style, (weight, bias) in zip(names, STYLES, lines, strict=False):
        axes.plot(ends, weight * ends + bias, color=PARAMETER, linestyle=style, label=name)
    axes.plot(x, y, color=INK, marker="o", markersize=4, linestyle="none", label="sample")
    axes.axhline(0, color=GRID, linewidth=0.5)
    axes.legend(loc="upper left", fontsize=8, handlelength=2.4)
    axes.set(xlabel="x", ylabel="y")
    told = ", ".join(f"{name} {w:.2f}" for name, (w, _) in zip(names, lines, strict=True))
    return Drawing(
        figure,
        f"The {len(x)} samples of {run.path.name}, and the lines to which its losses lead. Their "
        f"weights: {told}. The errors of the last line are strokes.",
    )


def losses_of(run: Recording) -> dict[str, nn.Module]:
    """The losses by each of which the script trains, by their names.

    Raises:
        RecordingError: if there is no list `losses` with a loss a training.
    """
    losses, found = run.globals.get(NAME), trainings(run)
    if not isinstance(losses, list) or not len(losses) == len(found) <= len(STYLES):
        raise RecordingError(f"{run.path.name} has no list `{NAME}` of one loss for each training")
    return {type(loss_fn).__name__.removesuffix("Loss"): loss_fn for loss_fn in losses}
