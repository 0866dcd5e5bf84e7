"""One step of one weight: the gradient that step() finds, and where it moves the weight."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording

from draw.style import GRADIENT, GRID, INK, PARAMETER, UPDATE, WIDTH
from draw.svg import Drawing, in_style


@in_style
def update(run: Recording) -> Drawing:
    """Above the gradient as an arrow, below the weight before the step and after it.

    Raises:
        RecordingError: if the script takes more than one step, or moves more than one number.
    """
    if len(run.steps) != 1 or any(value.numel() != 1 for value in run.steps[0].before.values()):
        raise RecordingError(f"an update is drawn of one step of one number, not {run.path.name}'s")
    (step,) = run.steps
    (name,) = step.before
    grad = step.grad[name]
    if grad is None:
        raise RecordingError(f"the step of {run.path.name} finds no gradient")
    before, after, slope = step.before[name].item(), step.after[name].item(), grad.item()
    figure = Figure(figsize=(WIDTH, 1.9))
    above, below = figure.subplots(2, 1)
    _arrow(above, 0, slope, GRADIENT, f"{name}.grad = {slope:g}")
    said = f"− lr · {name}.grad = − {step.lr[name]:g} · {slope:g} = {after - before:g}"
    _arrow(below, before, after, UPDATE, said.replace("-", "−"))
    below.plot(before, 0, color=PARAMETER, marker="s", markerfacecolor="none", linestyle="none")
    below.plot(after, 0, color=PARAMETER, marker="s", linestyle="none")
    for place, word in [(before, "before"), (after, "after")]:
        below.annotate(f"{word}: {place:g}", (place, 0), xytext=(0, -10), ha="center", va="top",
                       textcoords="offset points", fontsize=8)  # fmt: skip
    return Drawing(
        figure,
        f"step() in {run.path.name} finds {name}.grad = {slope:g} and moves {name} from "
        f"{before:g} to {after:g}, by −lr times that.",
    )


def _arrow(axes: Axes, tail: float, head: float, color: str, said: str) -> None:
    """An arrow on a number line, with words above it."""
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 2.4, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (head, 0), (tail, 0), arrowprops=style)
    axes.text((tail + head) / 2, 0.45, said, ha="center", fontsize=9, color=INK)
    axes.axhline(0, color=GRID, linewidth=0.8, zorder=0)
    room = 0.35 * abs(head - tail)
    low, high = sorted((tail, head))
    axes.set(ylim=(-1, 1.2), xlim=(low - room, high + room), yticks=[], xticks=[tail, head])
    axes.axis("off")
