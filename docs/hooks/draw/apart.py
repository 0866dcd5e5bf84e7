"""Each axis of a bowl by itself: how far several trainings are from the lowest point."""

import torch
from matplotlib.figure import Figure
from record.recorder import Recording

from draw.race import LOOKS, named_ways
from draw.style import GRID, PARAMETER, WIDTH
from draw.svg import Drawing, in_style

SHOWN = 100  # steps of each


@in_style
def apart(run: Recording) -> Drawing:
    """A picture for each axis: the parameter's number over the steps, all trainings in one frame.

    Raises:
        RecordingError: as `race` does.
    """
    name, ways = named_ways(run)
    shape = run.steps[0].before[name].shape
    # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
    slope = torch.func.grad(lambda place: run.loss_of(**{name: place.reshape(shape)}))
    curvature = torch.func.jacrev(slope)(torch.zeros(2).double()).diagonal()
    figure = Figure(figsize=(WIDTH, 3.6))
    for axis, axes in enumerate(figure.subplots(2, 1, sharex=True)):
        axes.axhline(0, color=GRID, linewidth=0.8)
        for (line, _), (kind, places) in zip(LOOKS, ways.items(), strict=False):
            seen = places[: SHOWN + 1, axis]
            axes.plot(seen, color=PARAMETER, linestyle=line, linewidth=1.2, label=kind)
        axes.set_ylabel(f"{name}[{axis}]")
        axes.set_title(f"λ = {curvature[axis]:g}", fontsize=9, loc="right")
    axes.set_xlabel("step")
    figure.axes[0].legend(loc="upper right", fontsize=8, handlelength=2.4)
    told = "; ".join(
        f"{kind} is at {places[SHOWN, 0]:.2g} and {places[SHOWN, 1]:.2g}"
        for kind, places in ways.items()
    )
    return Drawing(
        figure,
        f"The two numbers of {name} in {run.path.name} over {SHOWN} steps, apart: the curvatures "
        f"of their axes are {curvature[0]:g} and {curvature[1]:g}. In the end {told}.",
    )
