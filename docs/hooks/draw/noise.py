"""The gradients of batches of several sizes, as they lie about their average."""

import torch
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import GRADIENT, INK, WIDTH
from draw.svg import Drawing, in_style

NAME = "found"  # what a script calls a dict of them: by reduction and size of the batch


@in_style
def noise(run: Recording) -> Drawing:
    """A picture for each reduction; in it a row for each size, a mark for each batch.

    Raises:
        RecordingError: if the script has no dict `found` of gradients of one number each, by
            reduction and size.
    """
    found = run.globals.get(NAME)
    if not isinstance(found, dict) or not all(isinstance(row, Tensor) for row in found.values()):
        raise RecordingError(f"{run.path.name} has no dict `{NAME}` of gradients to draw")
    reductions = list(dict.fromkeys(reduction for reduction, _ in found))
    figure = Figure(figsize=(WIDTH, 1.9 * len(reductions)))
    told = []
    for axes, reduction in zip(figure.subplots(len(reductions), 1), reductions, strict=True):
        rows = {size: row.double() for (of, size), row in found.items() if of == reduction}
        for place, (size, row) in enumerate(rows.items()):
            axes.plot(row, torch.full_like(row, -place), color=GRADIENT, marker="^", markersize=4,
                      linestyle="none", markerfacecolor="none", markeredgewidth=0.8)  # fmt: skip
            average = row.mean().item()
            axes.plot([average, average], [-place - 0.32, -place + 0.32], color=INK, linewidth=2)
            spread = row.std(correction=0).item()
            told.append(f"{reduction} of {size}: average {average:.1f}, spread {spread:.1f}")
        axes.set_yticks([-place for place in range(len(rows))], labels=[f"{size}" for size in rows])
        axes.set(ylim=(-len(rows) + 0.4, 0.6), ylabel="batch size")
        axes.set_title(f'reduction="{reduction}"', fontsize=9, loc="left")
    axes.set_xlabel("gradient of the weight")
    return Drawing(
        figure,
        f"The gradients of all batches of {run.path.name}, by the size of the batch, with their "
        f"average as a stroke. {'; '.join(told)}.",
    )
