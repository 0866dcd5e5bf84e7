"""The plane of learning rate and momentum, shaded by how soon a training arrives."""

from itertools import pairwise

import numpy as np
import torch
from matplotlib.artist import Artist
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import INK, UPDATE
from draw.svg import Drawing, empty_plot, in_style

NEEDED = ("rates", "momenta", "steps", "curvature")  # what a script calls them
MOST = (15, 30, 60, 120)  # steps to arrive, of one shade; then as many as it takes
DARKEST = 0.85


@in_style
def plane(run: Recording) -> Drawing:
    """A cell for each pair: the darker, the sooner it arrives; empty if it never does.

    Raises:
        RecordingError: if the script has no `rates`, `momenta`, `curvature`, and `steps`,
            (momentum, lr), inf where it does not arrive.
    """
    if not run.globals.keys() >= {*NEEDED}:
        raise RecordingError(f"{run.path.name} has no {', '.join(NEEDED)} to draw")
    rates, momenta, steps, curvature = (run.globals[name].double() for name in NEEDED)
    figure, axes = empty_plot(height=3.4)
    across, up = (rates[1] - rates[0]).item(), (momenta[1] - momenta[0]).item()
    bounds = (0, *MOST, torch.finfo(torch.float64).max)  # inf is in none
    handles: list[Artist] = []
    for number, (above, most) in enumerate(pairwise(bounds)):
        dark = DARKEST * (1 - number / len(MOST)) + 0.1
        cells = ((steps > above) & (steps <= most)).nonzero()
        places = torch.stack([rates[cells[:, 1]], momenta[cells[:, 0]]], dim=1)
        shape = PathPatch(_cells(places, across, up), color=UPDATE, alpha=dark, linewidth=0)
        axes.add_patch(shape)
        label = f"at most {most:g} steps" if number < len(MOST) else "more"
        handles.append(Patch(color=UPDATE, alpha=dark, linewidth=0, label=label))
    limit = 2 * (1 + momenta) / curvature.max()
    handles += axes.plot(limit, momenta, color=INK, linewidth=1.2, linestyle="--", label="limit")
    row, column = divmod(int(steps.argmin()), len(rates))
    best = rates[column].item(), momenta[row].item()
    handles += axes.plot(*best, color=INK, marker="x", linestyle="none", label="soonest")
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
    axes.set(
        xlabel="lr",
        ylabel="momentum",
        xlim=(0, rates[-1].item() + across / 2),
        ylim=(-up / 2, momenta[-1].item() + up / 2),
    )
    return Drawing(
        figure,
        f"How soon the trainings of {run.path.name} arrive, for {len(rates)} learning rates and "
        f"{len(momenta)} momenta: soonest with lr {best[0]:.3g} and momentum {best[1]:.2g}, in "
        f"{steps.min():g} steps; without momentum in {steps[0].min():g} at best; "
        f"{int(steps.isinf().sum())} of {steps.numel()} do not arrive.",
    )


def _cells(places: Tensor, across: float, up: float) -> Path:
    """One shape of all the cells around some places."""
    corners = torch.tensor([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) / 2
    around = corners * torch.tensor([across, up])
    vertices = (places[:, None] + around).reshape(-1, 2).numpy()
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(vertices, np.tile(codes, len(places)))
