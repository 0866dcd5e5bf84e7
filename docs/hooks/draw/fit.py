"""A line among its samples: where a run found it, where it left it, and what it missed."""

from typing import Any

import torch
from matplotlib.axes import Axes
from record.recorder import Recording
from record.samples import line_at, line_samples
from torch import Tensor

from draw.style import GRID, INK, LOSS, PARAMETER
from draw.svg import Drawing, empty_plot, in_style


@in_style
def fit(run: Recording) -> Drawing:
    """The samples, the line before the first step with each sample's error, and after the last.

    Raises:
        RecordingError: if the script has no samples `x` and `y` of one number each, or predicts
            them otherwise than by weight · x + bias or weight · x.
    """
    x, y = line_samples(run)
    first, last = (line_at(run.way[at]) for at in (0, -1))
    figure, axes = empty_plot(height=3.2)
    found = first[0] * x + first[1]
    strokes(axes, x, found, y, linewidth=0.8, label="error at the start")
    axes.plot(x, y, color=INK, marker=".", markersize=4, linestyle="none", label="sample")
    ends = torch.stack([x.min(), x.max()])
    for (weight, bias), style, label in [
        (first, "--", "line at the start"),
        (last, "-", "line at the end"),
    ]:
        axes.plot(ends, weight * ends + bias, color=PARAMETER, linestyle=style, label=label)
    axes.axhline(0, color=GRID, linewidth=0.5)
    axes.legend(loc="best", fontsize=8)
    axes.set(xlabel="x", ylabel="y")
    return Drawing(
        figure,
        f"{len(x)} samples of {run.path.name} and two lines: y = {_said(first)} at the start, with "
        f"each sample's error as a stroke, and y = {_said(last)} after {len(run.steps)} steps.",
    )


def strokes(axes: Axes, x: Tensor, found: Tensor, y: Tensor, **look: Any) -> None:
    """Draw each sample's error, from what was found to `y`, all three of shape (sample,)."""
    # One path for all; a gap of NaN parts them.
    gap = torch.full_like(x, torch.nan)
    axes.plot(
        torch.stack([x, x, gap], 1).flatten(),
        torch.stack([found, y, gap], 1).flatten(),
        color=LOSS,
        **look,
    )


def _said(line: tuple[float, float]) -> str:
    return f"{line[0]:.4g} · x {'+' if line[1] >= 0 else '−'} {abs(line[1]):.4g}"
