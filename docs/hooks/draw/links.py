"""Each parameter between the loss and the optimizer: which of the two has a link to it."""

from matplotlib.axes import Axes
from record.errors import RecordingError
from record.recorder import Recording
from torch import nn, optim

from draw.style import GRADIENT, GRID, LOSS, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style

NEEDED = ("model", "optimizer")  # what a script calls them
LEFT, RIGHT = -1.0, 1.0  # where the loss stands, and the optimizer; the parameters are at 0
GAP = 0.42  # of the way from the parameter, from which a broken link is missing


@in_style
def links(run: Recording) -> Drawing:
    """A row for each parameter of the model; a link that is not there is broken off.

    The loss has a link to a parameter with a gradient, the optimizer to one that it holds.

    Raises:
        RecordingError: if the script has no `model` and no `optimizer`.
    """
    model, optimizer = (run.globals.get(name) for name in NEEDED)
    if not isinstance(model, nn.Module) or not isinstance(optimizer, optim.Optimizer):
        raise RecordingError(f"{run.path.name} has no {' and '.join(NEEDED)} to draw links between")
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    rows = [(name, p.grad is not None, id(p) in held) for name, p in model.named_parameters()]
    figure, axes = empty_plot(height=0.34 * len(rows) + 0.7)
    axes.axis("off")
    middle = (len(rows) - 1) / 2
    axes.set(xlim=(LEFT - 0.35, RIGHT + 0.35), ylim=(len(rows) - 0.3, -1.3))
    told = []
    for row, (name, reached, is_held) in enumerate(rows):
        _link(axes, (LEFT, middle), row, GRADIENT, reached)
        _link(axes, (RIGHT, middle), row, UPDATE, is_held)
        axes.plot(0, row, color=PARAMETER, marker="s", markersize=9, linestyle="none",
                  markerfacecolor=PARAMETER if reached and is_held else "none")  # fmt: skip
        axes.annotate(f"model.{name}", (0, row), xytext=(0, 7), textcoords="offset points",
                      ha="center", fontsize=8)  # fmt: skip
        told.append(
            f"model.{name}: {'a' if reached else 'no'} gradient, "
            f"{'held' if is_held else 'not held'} by the optimizer"
        )
    axes.plot(LEFT, middle, color=LOSS, marker="o", markersize=12, linestyle="none")
    axes.plot(RIGHT, middle, color=UPDATE, marker="D", markersize=11, linestyle="none")
    for place, word in [(LEFT, "loss"), (RIGHT, "optimizer")]:
        axes.annotate(word, (place, middle), xytext=(0, 12), textcoords="offset points",
                      ha="center")  # fmt: skip
    axes.text(LEFT / 2, -1.2, "backward() writes .grad", ha="center", fontsize=8)
    axes.text(RIGHT / 2, -1.2, "step() reads it", ha="center", fontsize=8)
    return Drawing(
        figure, f"The parameters of {run.path.name} between its loss and its optimizer. "
        f"{'; '.join(told)}."
    )  # fmt: skip


def _link(axes: Axes, end: tuple[float, float], row: int, color: str, whole: bool) -> None:
    """A line to a parameter's row; broken off on the way, with a stroke across, if not whole."""
    across, up = end
    if whole:
        axes.plot([across, 0], [up, row], color=color, linewidth=1.6)
        return
    broken = GAP * across, row + GAP * (up - row)
    axes.plot([across, broken[0]], [up, broken[1]], color=GRID, linestyle=":", linewidth=1.4)
    axes.plot(*broken, color=GRID, marker="x", markersize=7, linestyle="none")
