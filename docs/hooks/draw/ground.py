"""The ground of a map: a loss over two parameters, the darker the higher, as in the explorer."""

import math
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import torch
from contourpy import FillType, contour_generator
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from torch import Tensor

from draw.style import LINK

POINTS = 50  # of a ground, each way
LEVELS = 7
ROOM = 0.15  # around places, as a part of what they span
DARKEST = 0.55  # how opaque the highest place is
ACROSS = 300  # points, about as wide as axes are


def shade(axes: Axes, x: Tensor, y: Tensor, height: Tensor, levels: Sequence[float]) -> None:
    """Shade what lies above each of some rising levels, as dark as the level is high.

    Args:
        axes: where.
        x: places across.
        y: places up.
        height: the loss there, (y, x).
        levels: from low to high.
    """
    lines = contour_generator(x.numpy(), y.numpy(), height.numpy(), fill_type=FillType.OuterOffset)
    least, most = height.min().item(), height.max().item()
    before = 0.0
    for level in levels:
        wanted = DARKEST * math.sqrt((level - least) / (most - least))
        # Its answer has other types for other kinds of fills.
        above = cast("tuple[list[np.ndarray], list[np.ndarray]]", lines.filled(level, math.inf))
        # What a layer adds to those below it, so that together they are as dark as wanted.
        layer = 1 - (1 - wanted) / (1 - before)
        before = wanted
        fine = ACROSS / torch.stack([x[-1] - x[0], y[-1] - y[0]]).numpy()
        rings = [
            ring
            for points, ends in zip(*above, strict=True)
            for ring in np.split(points, ends[1:-1])
        ]
        shape = Path.make_compound_path(*(_outline(ring, fine) for ring in rings))
        axes.add_patch(PathPatch(shape, color=LINK, alpha=layer, linewidth=0))


def ground(axes: Axes, loss: Callable[[Tensor], Tensor], places: Tensor) -> None:
    """Shade a loss around places, and leave the axes there.

    Args:
        axes: where.
        loss: of a place, (2,).
        places: what has to lie within the axes, (place, 2).
    """
    low, high = places.min(0).values.double(), places.max(0).values.double()
    beside = ROOM * (high - low).max()
    x, y = (
        torch.linspace(*ends, POINTS, dtype=torch.float64)
        for ends in zip((low - beside).tolist(), (high + beside).tolist(), strict=True)
    )
    height = torch.func.vmap(loss)(torch.cartesian_prod(x, y)).reshape(POINTS, POINTS).T
    least, most = height.min().item(), height.max().item()
    # Evenly in the shade, which is as dark as the root of the height.
    levels = least + (most - least) * torch.linspace(0, 1, LEVELS + 2)[1:-1] ** 2
    shade(axes, x, y, height, levels.tolist())
    axes.set(xlim=x[[0, -1]].tolist(), ylim=y[[0, -1]].tolist())


def _outline(ring: np.ndarray, fine: np.ndarray) -> Path:
    """Without the points that no eye would miss, as matplotlib draws a long line."""
    seen = np.asarray(Path(ring * fine).cleaned(simplify=True).vertices)
    return Path(seen[:-1] / fine, closed=True)  # the last of what it gives is no point
