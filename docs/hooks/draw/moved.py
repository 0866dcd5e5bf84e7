"""How far parameters have moved from where they began, by the learning rate they have."""

import torch
from record.errors import RecordingError
from record.recorder import Recording

from draw.style import PARAMETER
from draw.svg import Drawing, empty_plot, in_style

LOOKS = ("-", "--", ":")


@in_style
def moved(run: Recording) -> Drawing:
    """The distance of each group's parameters from their start, over the steps; log scale.

    Raises:
        RecordingError: if the parameters have other than two or three learning rates.
    """
    rates = sorted(set(run.steps[0].lr.values()), reverse=True)
    if not 2 <= len(rates) <= len(LOOKS):
        raise RecordingError(f"{run.path.name} has {len(rates)} learning rates, not two or three")
    start = run.way[0]
    figure, axes = empty_plot(height=2.8)
    told = []
    for look, rate in zip(LOOKS, rates, strict=False):
        names = [name for name, lr in run.steps[0].lr.items() if lr == rate]
        apart = [torch.cat([(at[n] - start[n]).flatten() for n in names]) for at in run.way[1:]]
        far = torch.stack([distance.double().norm() for distance in apart])
        label = f"lr {rate:g}: {names[0]} and {len(names) - 1} more"
        axes.plot(range(1, len(far) + 1), far, color=PARAMETER, linestyle=look, label=label)
        told.append(
            f"{', '.join(names)} with lr {rate:g} by {far[0]:.2g}, in the end {far[-1]:.2g}"
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.set(xlabel="step", ylabel="distance moved, log scale")
    axes.legend(loc="lower right", fontsize=8, handlelength=2.4)
    return Drawing(
        figure,
        f"How far the parameters of {run.path.name} have moved from their start. At the first of "
        f"{len(run.steps)} steps {'; '.join(told)}.",
    )
