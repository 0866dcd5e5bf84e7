"""The table that a column of predictions less a row of targets makes, and what was wanted."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import INK, LOSS
from draw.svg import Drawing, empty_plot, in_style

SHOWN = 6  # predictions and targets; more could not be read on a phone
DARKEST = 0.7  # how opaque the worst error is


@in_style
def every_pair(run: Recording) -> Drawing:
    """The errors of the first samples after the last step, those of a sample by itself framed.

    Raises:
        RecordingError: if on its way to the loss the script makes no table of errors, or has no row
            of targets `y`.
    """
    errors, y = _table(run)[:SHOWN, :SHOWN], run.globals["y"][:SHOWN].double()
    y_pred = (errors + y).mean(dim=1)  # each row is one prediction, less each target
    figure, axes = empty_plot(height=3.0)
    axes.set(xlim=(-1.5, SHOWN), ylim=(SHOWN, -1.1), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    worst = errors.abs().max().item()
    for row, of_prediction in enumerate(errors.tolist()):
        _write(axes, -1.05, row, y_pred[row].item(), "bold")
        for column, error in enumerate(of_prediction):
            share = DARKEST * abs(error) / worst
            axes.add_patch(Rectangle((column, row), 1, 1, color=LOSS, alpha=share, linewidth=0))
            _write(axes, column, row, error)
    for n, target in enumerate(y.tolist()):
        _write(axes, n, -0.85, target, "bold")
        axes.add_patch(Rectangle((n + 0.04, n + 0.04), 0.92, 0.92, fill=False, edgecolor=INK, lw=2))
    axes.text(SHOWN / 2, -0.8, "targets: a row", ha="center", va="bottom")
    axes.text(-1.3, SHOWN / 2, "predictions: a column", ha="right", va="center", rotation=90)
    return Drawing(
        figure,
        f"The errors of the first {SHOWN} predictions of {run.path.name} against the first {SHOWN} "
        f"targets, after {len(run.steps)} steps. The {SHOWN} of a sample's prediction against its "
        "own target, from the upper left to the lower right, are framed. In each row: "
        + "; ".join(", ".join(f"{error:+.2f}" for error in row) for row in errors.tolist())
        + ".",
    )


def _table(run: Recording) -> Tensor:
    """The errors of each prediction, (prediction, target), for the parameters at the end."""
    y = run.globals.get("y")
    if not isinstance(y, Tensor) or y.dim() != 1:
        raise RecordingError(f"{run.path.name} has no row `y` of targets")
    for result in run.loss_of.results(**{n: p.double() for n, p in run.way[-1].items()}):
        if result.shape == (len(y), len(y)):
            return result
    raise RecordingError(f"{run.path.name} makes no table of {len(y)} × {len(y)} errors")


def _write(axes: Axes, column: float, row: float, number: float, weight: str = "normal") -> None:
    said = f"{number:+.2f}".replace("-", "−")
    axes.text(column + 0.5, row + 0.5, said, ha="center", va="center", fontsize=9, weight=weight)
