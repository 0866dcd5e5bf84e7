"""A classifier of two classes among its points: the line on which it prefers neither, as it turns.

docs/assets/worlds/boundary.js leads one cursor through the points and the loss, and lets a reader
turn the line. Until it runs, and without it, two drawings stand in their places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from markupsafe import Markup
from record.errors import RecordingError
from record.recorder import Recording
from stepper.markup import templates
from torch import Tensor

from draw.loss_curve import loss_curve
from draw.plain_sgd import is_plain_sgd
from draw.style import INK, LOSS, PARAMETER
from draw.svg import Drawing, empty_plot, in_style
from draw.told import Told

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)
MARKERS = ("o", "^")  # of class 0 and class 1: told apart without colour


@dataclass(frozen=True)
class Boundary(Told):
    """What a page's script is told of a run; its `str()` is HTML.

    A model of two classes prefers class 1 where across · x₀ + up · x₁ + offset is above 0: the
    difference of its two logits, which is all that cross-entropy sees of them.

    Attributes:
        x: the points, (sample, 2).
        y: their classes, 0 or 1.
        across, up, offset, loss: before each step and after the last.
        lr: the learning rate of plain SGD; None if the steps are another optimizer's.
    """

    x: list[list[float]]
    y: list[int]
    across: list[float]
    up: list[float]
    offset: list[float]
    loss: list[float]
    lr: float | None

    def __str__(self) -> str:
        """The drawings, and where a script finds what it needs to take their place."""
        return _TEMPLATES.get_template("boundary.html").render(
            file=self.file,
            still=[Markup(drawing) for drawing in self.still],
            steps=len(self.loss) - 1,
            runs=self.lr is not None,
        )


def boundary(run: Recording, still: Sequence[str]) -> Boundary:
    """The points and the turning line of a run of `nn.Linear(2, 2)` on all points at a time.

    Args:
        run: of a script with points `x`, (sample, 2), and classes `y`, (sample,), each 0 or 1.
        still: what stands in the two places without a script.

    Raises:
        RecordingError: if it is another kind of script.
    """
    x, y = _points(run)
    lines = torch.stack([_difference(parameters) for parameters in run.way])
    _check(run, x, y, lines)
    across, up, offset = lines.T.tolist()
    return Boundary(
        x.tolist(), y.tolist(), across, up, offset, run.losses, _rate(run), still=tuple(still)
    )


@in_style
def boundary_drawn(run: Recording) -> Drawing:
    """The points, and the line as the first step found it and as the last one left it."""
    x, y = _points(run)
    figure, axes = empty_plot(height=3.6)
    lines = [_difference(run.way[at]) for at in (0, -1)]
    for kind, marker in enumerate(MARKERS):
        points = x[y == kind]
        axes.plot(
            *points.T, color=INK, marker=marker, markersize=4, linestyle="none",
            label=f"class {kind}",
        )  # fmt: skip
    wrong = x[_wrong(lines[0], x, y)]
    axes.plot(
        *wrong.T, color=LOSS, marker="o", markersize=9, markerfacecolor="none", linestyle="none",
        label="wrong at the start",
    )  # fmt: skip
    low, high = x.min(0).values - 0.3, x.max(0).values + 0.3
    for line, style, label in zip(lines, ["--", "-"], ["start", "end"], strict=True):
        ends = _across(line, low, high)
        axes.plot(*ends.T, color=PARAMETER, linestyle=style, label=f"line at the {label}")
    (left, bottom), (right, top) = low.tolist(), high.tolist()
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="feature 0", ylabel="feature 1")
    axes.legend(loc="best", fontsize=8)
    missed = [int(_wrong(line, x, y).sum()) for line in lines]
    return Drawing(
        figure,
        f"{len(x)} points of two classes, and the line on which {run.path.name} prefers neither: "
        f"at the start {missed[0]} of them lie on the wrong side, at the end {missed[1]}.",
    )


def on_page(run: Recording) -> Boundary:
    """As a page shows it, with what stands there until its script runs."""
    return boundary(
        run, [drawn(run).html(within="worlds") for drawn in (boundary_drawn, loss_curve)]
    )


def _points(run: Recording) -> tuple[Tensor, Tensor]:
    x, y = (run.globals.get(name) for name in ("x", "y"))
    if (
        not isinstance(x, Tensor)
        or not isinstance(y, Tensor)
        or x.shape[1:] != (2,)
        or y.shape != x.shape[:1]
        or not set(y.tolist()) <= {0, 1}
    ):
        raise RecordingError(
            "a boundary is drawn of points `x`, (sample, 2), and classes `y`, (sample,), each 0 or "
            f"1; {run.path.name} has others"
        )
    return x.detach().double(), y


def _difference(parameters: dict[str, Tensor]) -> Tensor:
    """The logit of class 1 less that of class 0: of feature 0, of feature 1, and alone."""
    shapes = {name: tuple(p.shape) for name, p in parameters.items()}
    if [*shapes.values()] != [(2, 2), (2,)]:
        raise RecordingError(f"a boundary is drawn of nn.Linear(2, 2); these are no such: {shapes}")
    weight, bias = (p.detach().double() for p in parameters.values())
    return torch.cat([weight[1] - weight[0], bias[1:] - bias[:1]])


def _wrong(line: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return (x @ line[:2] + line[2] > 0) != (y == 1)


def _across(line: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """Two points of the line, as far apart as the picture is wide and high; (2, 2)."""
    normal, offset = line[:2], line[2]
    middle = (low + high) / 2
    foot = middle - (normal @ middle + offset) / (normal @ normal) * normal
    along = torch.stack([-normal[1], normal[0]]) / normal.norm() * (high - low).norm()
    return torch.stack([foot - along, foot + along])


def _check(run: Recording, x: Tensor, y: Tensor, lines: Tensor) -> None:
    """See that the losses are cross-entropy of these logits on all points."""
    logit = x @ lines[:, :2].T + lines[:, 2]  # (sample, place)
    away = torch.where(y[:, None] == 1, -logit, logit)
    expected = torch.nn.functional.softplus(away).mean(0)
    if not torch.allclose(expected, torch.tensor(run.losses, dtype=torch.float64), rtol=1e-4):
        raise RecordingError(
            f"a boundary is drawn of cross-entropy on all points; {run.path.name} has another loss"
        )


def _rate(run: Recording) -> float | None:
    made = run.globals.get(run.steps[0].optimizer)
    rates = {lr for step in run.steps for lr in step.lr.values()}
    return rates.pop() if len(rates) == 1 and is_plain_sgd(made) else None
