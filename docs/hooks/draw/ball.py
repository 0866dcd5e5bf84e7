"""A weight with momentum as a ball on the curve of its loss.

docs/assets/ball/ball.js leads a cursor through its steps, and lets a reader set lr and momentum.
Until it runs, and without it, a drawing of some of them stands in its place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from record.seen import single
from stepper.markup import templates
from torch import Tensor, optim

from draw.each_step import each_step
from draw.slope import loss_over, single_way
from draw.style import GRADIENT, GRID, LOSS, PARAMETER, UPDATE, WIDTH
from draw.svg import Drawing, in_style
from draw.told import Told

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)
SHOWN = "shown"  # what a script calls the steps to draw
POINTS = 80  # of the curve
MARGIN = 0.15  # of what the way spans, seen beside it
STRIP = 0.5  # of the curve's height, below it for the arrows
SHORT = 0.005  # of what is seen across: an arrow that would be no more than its head


@dataclass(frozen=True)
class Bowl:
    """A loss that is a parabola, least + curvature / 2 · (weight - lowest)²."""

    lowest: float
    least: float
    curvature: float


@dataclass(frozen=True)
class Roll(Told):
    """A weight's way with momentum, over the curve of its loss; its `str()` is HTML.

    Attributes:
        name: what the script calls the weight.
        at, loss: before each step and after the last.
        slope: that each step found, times lr: what a step of plain SGD is long.
        carried: what is left of the buffer at each step, times lr.
        curve: the loss over the weight, (point, 2).
        lr, momentum: of the optimizer.
        bowl: the loss, if a reader's own run can be computed on it.
    """

    name: str
    at: list[float]
    loss: list[float]
    slope: list[float]
    carried: list[float]
    curve: list[list[float]]
    lr: float
    momentum: float
    bowl: Bowl | None

    def __str__(self) -> str:
        """The drawings, and where a script finds what it needs to take their place."""
        return _TEMPLATES.get_template("ball.html").render(
            roll=self,
            file=self.file,
            still=[Markup(drawing) for drawing in self.still],
            steps=len(self.at) - 1,
            runs=False,
        )


def roll(run: Recording, still: Sequence[str] = ()) -> Roll:
    """How a weight moves by a buffer.

    Args:
        run: of a script with one weight.
        still: what stands there without a script.

    Raises:
        RecordingError: if the script moves other than one weight of one number, by other than
            torch's momentum without dampening, or does not call its buffer `buffer` at each step.
    """
    name, way = single_way(run)
    made = run.globals.get(run.steps[0].optimizer)
    rates = {step.lr[name] for step in run.steps}
    group = made.param_groups[0] if isinstance(made, optim.SGD) else {}
    if not group.get("momentum") or group["dampening"] or group["nesterov"] or len(rates) > 1:
        raise RecordingError(f"a ball is drawn of SGD with momentum; not so {run.path.name}")
    lr, buffer = rates.pop(), each_step(run, "buffer")
    slope = torch.tensor([single(step.grad[name]) for step in run.steps], dtype=torch.float64)
    # A step is a product and a difference, of float32 each.
    if not torch.allclose(way.diff(), -lr * buffer, rtol=1e-5, atol=1e-6 * way.abs().max().item()):
        raise RecordingError(f"`buffer` of {run.path.name} is not what its steps are made of")
    loss = loss_over(run, name)
    margin = MARGIN * (way.max() - way.min())
    over = torch.linspace(way.min() - margin, way.max() + margin, POINTS, dtype=torch.float64)
    return Roll(
        name=name,
        at=way.tolist(),
        loss=torch.func.vmap(loss)(way).tolist(),
        slope=(-lr * slope).tolist(),
        carried=(-lr * (buffer - slope)).tolist(),
        curve=torch.stack([over, torch.func.vmap(loss)(over)], dim=1).tolist(),
        lr=lr,
        momentum=group["momentum"],
        bowl=_bowl(loss, over),
        still=tuple(still),
    )


def _bowl(loss: Callable[[Tensor], Tensor], over: Tensor) -> Bowl | None:
    """The parabola that a loss is over some places; None if it is none."""
    here, heights = over[0], torch.func.vmap(loss)(over)
    slope = torch.func.grad(loss)
    curvature = torch.func.grad(slope)(here)
    lowest = here - slope(here) / curvature
    least = loss(lowest)
    parabola = least + curvature / 2 * (over - lowest) ** 2
    if curvature <= 0 or not torch.allclose(parabola, heights, rtol=1e-9, atol=1e-12):
        return None
    return Bowl(lowest.item(), least.item(), curvature.item())


@in_style
def ball(run: Recording) -> Drawing:
    """The ball at the steps that the script shows; below it what moves it.

    Raises:
        RecordingError: as `roll` does, and if the script has no `shown` of some steps.
    """
    rolled, shown = roll(run), run.globals.get(SHOWN)
    if not isinstance(shown, range) or not len(shown) or max(shown) >= len(rolled.slope):
        raise RecordingError(f"{run.path.name} has no `{SHOWN}` of some of its steps")
    figure = Figure(figsize=(WIDTH, 1.5 * -(-len(shown) // 3)))
    panels = figure.subplots(-(-len(shown) // 3), 3, squeeze=False).flatten()
    for axes, step in zip(panels, shown, strict=False):
        _panel(axes, rolled, step)
    for axes in panels[len(shown) :]:
        axes.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, fontsize=8)
    told = "; ".join(
        f"step {k} at {rolled.at[k]:.3g}, carried by {rolled.carried[k] + 0:+.2g} and moved by "
        f"{rolled.slope[k]:+.2g} by the slope"
        for k in shown
    )
    return Drawing(
        figure, f"{rolled.name} of {run.path.name} as a ball on the curve of its loss: {told}."
    )


def on_page(run: Recording) -> Roll:
    """As a page shows it, with what stands there until its script runs."""
    return roll(run, still=[ball(run).html(within="ball")])


def _panel(axes: Axes, rolled: Roll, step: int) -> None:
    curve = torch.tensor(rolled.curve)
    top = curve[:, 1].max().item()
    here, height = rolled.at[step], rolled.loss[step]
    carried, slope = rolled.carried[step], rolled.slope[step]
    axes.plot(*curve.T, color=LOSS)
    rows = [-STRIP * top * share for share in (0.25, 0.55, 0.85)]
    axes.plot([here, here], [height, rows[-1]], color=GRID, linewidth=0.8)
    for start, by, row, color, style, label in [
        (here, carried, rows[0], UPDATE, "--", "what the buffer carries on"),
        (here + carried, slope, rows[1], GRADIENT, "-", "what the slope adds"),
        (here, carried + slope, rows[2], UPDATE, "-", "the step"),
    ]:
        axes.plot([], color=color, linestyle=style, marker=">", markersize=4, label=label)
        if abs(by) > SHORT * (curve[-1, 0] - curve[0, 0]):
            look = {"arrowstyle": "-|>", "mutation_scale": 7, "color": color, "linestyle": style}
            ends = {"shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (start + by, row), (start, row), arrowprops={**look, **ends})
    axes.plot(here, height, color=PARAMETER, marker="o", markersize=8, linestyle="none")
    axes.set_title(f"step {step}", fontsize=9)
    axes.set(xticks=[], yticks=[], ylim=(-STRIP * top, 1.12 * top))
    axes.spines[:].set_visible(False)
