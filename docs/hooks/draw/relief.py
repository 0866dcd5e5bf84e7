"""A loss around a saddle as a surface that is seen from the side, and a run's way on it."""

import numpy as np
import torch
from matplotlib.patches import Polygon
from record.errors import RecordingError
from record.landscape import loss_at, point, two_parameters
from record.recorder import Recording
from torch import Tensor

from draw.style import GRID, INK, PAPER, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style

ROWS, COLUMNS = 31, 60  # of the surface; each row is a line
BACK, UP = 0.5, 0.62  # how far up in the picture the back is, and the highest place
ROOM = 0.12  # beside the way, as a part of what it spans
SIDES = 0.75  # how deep the surface is for its width


@in_style
def relief(run: Recording) -> Drawing:
    """Rows of the surface from back to front, along the saddle's downhill axis; the way on top.

    Raises:
        RecordingError: as `loss_at` does, and if the loss has no saddle at (0, 0).
    """
    names, loss = two_parameters(run), loss_at(run)
    way = torch.stack([point(parameters) for parameters in run.way])
    saddle = torch.zeros(2, dtype=way.dtype)
    slope = torch.func.grad(loss)
    # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
    curvature, axes_of_it = torch.linalg.eigh(torch.func.jacrev(slope)(saddle))
    if slope(saddle).any() or not curvature[0] < 0 < curvature[1]:
        raise RecordingError(f"the loss of {run.path.name} has no saddle at (0, 0)")
    # The way comes from the back and ends to the right.
    turned = way @ axes_of_it  # downhill, uphill
    sides = torch.stack([turned[-1, 0], turned[0, 1]]).sign()
    axes_of_it, turned = axes_of_it * sides, turned * sides
    reach = (1 + ROOM) * turned[:, 0].abs().max()

    def height(places: Tensor) -> Tensor:
        return torch.func.vmap(loss)(places @ axes_of_it.T)

    across = torch.linspace(-1, 1, COLUMNS, dtype=way.dtype) * reach
    backs = torch.linspace(1, -1, ROWS, dtype=way.dtype) * reach * SIDES
    surface = torch.stack(
        [torch.stack([across, back.expand(COLUMNS)], dim=1) for back in backs]
    )  # (row, column, axis)
    top = height(surface.reshape(-1, 2)).max()

    def seen(places: Tensor) -> np.ndarray:
        """Where places of the surface stand in the picture, (place, 2)."""
        deep = BACK * places[:, 1] / (reach * SIDES)
        return torch.stack([places[:, 0] / reach, deep + UP * height(places) / top], 1).numpy()

    figure, axes = empty_plot(height=3.4)
    axes.axis("off")
    for order, row in enumerate(map(seen, surface)):
        below = [[row[-1, 0], row[:, 1].min() - 1], [row[0, 0], row[:, 1].min() - 1]]
        axes.add_patch(Polygon(np.vstack([row, below]), facecolor=PAPER, linewidth=0, zorder=order))
        axes.plot(*row.T, color=GRID, linewidth=0.8, zorder=order)
    places = seen(turned)
    axes.plot(*places.T, color=UPDATE, marker=".", markersize=4, zorder=ROWS)
    for place, word, mark in [(places[0], "start", "s"), (places[-1], "end", "o")]:
        axes.plot(*place, color=PARAMETER, marker=mark, linestyle="none", zorder=ROWS)
        axes.annotate(word, place, xytext=(0, 8), textcoords="offset points", ha="center",
                      zorder=ROWS)  # fmt: skip
    axes.plot(*seen(saddle[None])[0], color=INK, marker="x", linestyle="none", zorder=ROWS)
    axes.set_ylim(bottom=row[:, 1].min() - 0.05)
    return Drawing(
        figure,
        f"The loss of {run.path.name} over {' and '.join(names)} as a surface around its saddle at "
        f"(0, 0), downhill to the left and to the right, uphill to the front and to the back, and "
        f"on it the way of {len(run.steps)} steps: from a loss of {loss(way[0]):.3g} past the "
        f"saddle, {loss(saddle):.3g} high, to {loss(way[-1]):.3g}.",
    )
