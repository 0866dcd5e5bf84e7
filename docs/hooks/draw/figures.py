"""What happened in a run: a table, text, or a drawing."""

from collections.abc import Callable
from html import escape

from matplotlib.axes import Axes
from record.recorder import Recording, Step
from stepper.stepper import Stepper, stepper
from torch import Tensor

from draw.apart import apart
from draw.ball import ball, roll
from draw.boundary import Boundary, boundary, boundary_drawn
from draw.candidates import candidates
from draw.chain import chain
from draw.changes import changes
from draw.compass import compass
from draw.every_pair import every_pair
from draw.explorer import explorer
from draw.fan import fan
from draw.fit import fit
from draw.graph import graph
from draw.held_out import held_out
from draw.lines_of_losses import lines_of_losses
from draw.links import links
from draw.meeting import meeting
from draw.moments import moments
from draw.moved import moved
from draw.noise import noise
from draw.outlier import Outlier, outlier
from draw.path import path, predicted_path
from draw.plane import plane
from draw.pulls import pulls
from draw.race import race
from draw.rates import rates
from draw.relief import relief
from draw.sheet import sheet
from draw.slope import slope
from draw.softmax import softmax
from draw.squares import squares
from draw.staircase import staircase
from draw.style import LOSS
from draw.svg import Drawing, empty_plot, in_style
from draw.tangent import tangent
from draw.update import update
from draw.ways import ways
from draw.worlds import Worlds, worlds


def output(run: Recording) -> str:
    """What the script printed, then what it was warned of."""
    lines = [run.output.rstrip("\n"), *run.warnings]
    return f'<pre class="run-output"><code>{escape(chr(10).join(filter(None, lines)))}</code></pre>'


@in_style
def loss_curve(run: Recording) -> Drawing:
    """The loss that each step started from, over the steps; log scale if it falls by a decade."""
    losses = [step.loss for step in run.steps]
    log = min(losses) > 0 and losses[0] > 10 * min(losses)
    figure, axes = empty_plot(height=2.6)
    axes.plot(losses, color=LOSS, marker=None if len(losses) > 30 else "o", markersize=4)
    axes.set(xlabel="step", ylabel="loss, log scale" if log else "loss")
    if log:
        axes.set_yscale("log")
        axes.minorticks_off()
        _plain_log_ticks(axes, min(losses), max(losses))
    else:
        axes.set_ylim(bottom=min(0, *losses))
    return Drawing(
        figure,
        f"Loss of {run.path.name} over {len(losses)} steps: {losses[0]:.4g} before the first, "
        f"{losses[-1]:.4g} before the last, {min(losses):.4g} at its lowest.",
    )


def step_table(run: Recording, first: int = 5, last: int = 2) -> str:
    """The first steps and the last: loss, gradients, and the parameters that the step found."""
    names = list(dict.fromkeys(name for step in run.steps for name in step.before))
    several = len({step.optimizer for step in run.steps}) > 1
    sizes = {n: p.numel() for step in run.steps for n, p in step.before.items()}
    heads = [_head("step"), *([_head("optimizer")] if several else []), _head("loss", "loss")]
    heads += [_head(_code(f"{name}.grad", sizes[name]), "gradient") for name in names]
    heads += [_head(_code(name, sizes[name]), "parameter") for name in names]

    def row(number: int, step: Step) -> list[str]:
        cells = [str(number), *([escape(step.optimizer)] if several else []), f"{step.loss:.4f}"]
        cells += [_number(step.grad[n], "+") if n in step.grad else "" for n in names]
        return cells + [_number(step.before[n]) if n in step.before else "" for n in names]

    rows = [row(number, step) for number, step in enumerate(run.steps)]
    if len(rows) > first + last + 1:
        rows[first:-last] = [["⋮"] * len(heads)]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows)
    # A group, as regions are landmarks, and two of one name on a page lead nowhere.
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Steps">'
        f'<table class="steps"><thead><tr>{"".join(heads)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _head(text: str, kind: str = "") -> str:
    """A column's head, in the colour of the kind of thing that it holds."""
    of_kind = f' class="{kind}"' if kind else ""
    return f'<th scope="col"{of_kind}>{text}</th>'


def _code(name: str, size: int) -> str:
    code = f"<code>{escape(name)}</code>"
    return code if size == 1 else f'<abbr title="norm of all {size} numbers">‖{code}‖</abbr>'


def _number(tensor: Tensor | None, sign: str = "") -> str:
    """A single number; of several their norm; None where there is no gradient."""
    if tensor is None:
        return "None"
    if tensor.numel() > 1:
        return f"{tensor.norm().item():.4f}"
    return f"{tensor.item():{sign}.4f}".replace("-", "−")


def _plain_log_ticks(axes: Axes, low: float, high: float) -> None:
    """Ticks at powers of ten, written out; over few of them also at 2 and 5 times: 0.1, 0.2."""
    digits = (1, 2, 5) if high < 2000 * low else (1,)
    decades = range(-12, 13)
    ticks = [d * 10.0**e for e in decades for d in digits if low <= d * 10.0**e <= high]
    axes.set_yticks(ticks, labels=[f"{tick:g}" for tick in ticks])


# `str()` of what one gives is its HTML.
KINDS: dict[str, Callable[[Recording], str | Drawing | Stepper | Worlds | Boundary | Outlier]] = {
    "output": output,
    "loss": loss_curve,
    "steps": step_table,
    "path": path,
    "predicted_path": predicted_path,
    "compass": compass,
    "every_pair": every_pair,
    "fan": fan,
    "noise": noise,
    "fit": fit,
    "links": links,
    "lines_of_losses": lines_of_losses,
    "squares": squares,
    "held_out": held_out,
    "graph": graph,
    "apart": apart,
    "ball": lambda run: roll(run).html(still=ball(run).html(within="ball")),
    "moments": moments,
    "candidates": candidates,
    "changes": changes,
    "moved": moved,
    "update": update,
    "chain": lambda run: str(chain(run)),
    "meeting": lambda run: str(meeting(run)),
    "plane": plane,
    "pulls": pulls,
    "race": race,
    "rates": rates,
    "relief": relief,
    "sheet": lambda run: str(sheet(run)),
    "slope": slope,
    "softmax": softmax,
    "staircase": staircase,
    "tangent": tangent,
    "ways": ways,
    "explorer": lambda run: explorer(run, still=str(path(run))),
    "stepper": stepper,
    "boundary": lambda run: boundary(
        run, still=[drawing(run).html(within="worlds") for drawing in (boundary_drawn, loss_curve)]
    ),
    "outlier": lambda run: outlier(run, still=lines_of_losses(run).html(within="outlier")),
    "worlds": lambda run: worlds(
        run, still=[drawing(run).html(within="worlds") for drawing in (fit, path, loss_curve)]
    ),
}
