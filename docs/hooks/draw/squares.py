"""Each sample's error as a square, where a run starts and ends: their mean area is the MSE."""

import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from record.errors import RecordingError
from record.recorder import Recording
from record.samples import line_at, line_samples
from torch import Tensor

from draw.style import GRID, INK, LOSS, PARAMETER, WIDTH
from draw.svg import Drawing, in_style


@in_style
def squares(run: Recording) -> Drawing:
    """Two pictures of the samples, the line and the squares between them.

    Raises:
        RecordingError: as `fit` does; and if a loss is not the mean of the squares.
    """
    x, y = (values.double() for values in line_samples(run))
    low, high = min(0.0, x.min().item()), 1.08 * x.max().item()
    lines = [line_at(run.way[at]) for at in (0, -1)]
    figure = Figure(figsize=(WIDTH, 2.9))
    reach = torch.cat([y, *(w * x + b for w, b in lines), torch.zeros(1).double()])
    floor, top = reach.min().item(), reach.max().item()
    room = 0.06 * (top - floor)
    told = []
    for axes, (weight, bias), loss, when in zip(
        figure.subplots(1, 2, sharey=True), lines, (run.losses[0], run.losses[-1]),
        ("at the start", f"after {len(run.steps)} steps"), strict=True,
    ):  # fmt: skip
        y_pred = weight * x + bias
        area = ((y_pred - y) ** 2).mean().item()
        if not torch.isclose(torch.tensor(area), torch.tensor(loss), rtol=1e-4):
            raise RecordingError(f"the loss of {run.path.name} is not the mean squared error")
        axes.set(xlim=(low, high), ylim=(floor - room, top + room), xlabel="x")
        axes.set_box_aspect(1)  # so that a square is one to the eye as well
        _squares(axes, x, y, y_pred)
        ends = torch.tensor([low, high])
        axes.plot(ends, weight * ends + bias, color=PARAMETER)
        axes.plot(x, y, color=INK, marker="o", markersize=4, linestyle="none")
        axes.axhline(0, color=GRID, linewidth=0.5)
        axes.set_title(f"{when}: mean area {area:.3g}", fontsize=9)
        told.append(f"{when} {area:.4g}")
    figure.axes[0].set_ylabel("y")
    return Drawing(
        figure,
        f"The {len(x)} samples of {run.path.name} and its line, and between the two the square of "
        f"each error. The mean of the areas is {' and '.join(told)}.",
    )


def _squares(axes: Axes, x: Tensor, y: Tensor, y_pred: Tensor) -> None:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across = (right - left) / (top - bottom)  # for each 1 up, as the picture is square
    for place, target, prediction in zip(x.tolist(), y.tolist(), y_pred.tolist(), strict=True):
        side = abs(target - prediction)
        corner = place - side * across, min(target, prediction)
        axes.add_patch(
            Rectangle(corner, side * across, side, facecolor=(*to_rgb(LOSS), 0.25), edgecolor=LOSS)
        )
        axes.plot([place, place], [target, prediction], color=LOSS, linewidth=2)
