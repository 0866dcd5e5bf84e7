"""Losses of one error, and their slopes: how hard each pulls at an error of that size."""

import torch
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor, nn

from draw.style import GRADIENT, GRID, LOSS, WIDTH
from draw.svg import Drawing, in_style

NAME = "losses"  # what a script calls a list of them
REACH = 4.0  # of the errors drawn, to both sides
STYLES = ("-", "--", ":")


@in_style
def pulls(run: Recording) -> Drawing:
    """Each of the script's losses over an error, and beside it its slope, by autograd.

    Raises:
        RecordingError: if the script has no list `losses` of up to three loss modules.
    """
    losses = run.globals.get(NAME)
    if not isinstance(losses, list) or not all(isinstance(f, nn.Module) for f in losses):
        raise RecordingError(f"{run.path.name} has no list `{NAME}` of losses to draw")
    if len(losses) > len(STYLES):
        raise RecordingError(f"{run.path.name} has {len(losses)} losses; {len(STYLES)} are drawn")
    figure = Figure(figsize=(WIDTH, 2.9))
    over, slope = figure.subplots(1, 2)
    # A kink at 0 falls between two points, so that its slope is drawn as the jump that it is.
    errors = torch.linspace(-REACH, REACH, 160, dtype=torch.float64)
    for loss_fn, style in zip(losses, STYLES, strict=False):
        name = type(loss_fn).__name__.removesuffix("Loss")
        over.plot(errors, _of_each(loss_fn, errors), color=LOSS, linestyle=style, label=name)
        slope.plot(errors, _slopes(loss_fn, errors), color=GRADIENT, linestyle=style, label=name)
    over.set(xlabel="error", ylabel="loss", ylim=(0, 2 * REACH))
    slope.set(xlabel="error", ylabel="slope", ylim=(-2 * REACH, 2 * REACH))
    for axes in (over, slope):
        axes.axvline(0, color=GRID, linewidth=0.5)
        axes.legend(loc="best", fontsize=8, handlelength=2.4)
    slope.axhline(0, color=GRID, linewidth=0.5)
    ends = ", ".join(f"{type(f).__name__} {_slopes(f, errors[-1:]).item():.4g}" for f in losses)
    return Drawing(
        figure,
        f"The losses of {run.path.name} over an error from {-REACH:g} to {REACH:g}, and their "
        f"slopes. At {REACH:g} the slopes are: {ends}.",
    )


def _of_each(loss_fn: nn.Module, errors: Tensor) -> Tensor:
    """The loss of one prediction that is off by each error."""
    return torch.func.vmap(lambda error: loss_fn(error, torch.zeros_like(error)))(errors)


def _slopes(loss_fn: nn.Module, errors: Tensor) -> Tensor:
    asked = errors.clone().requires_grad_()
    (found,) = torch.autograd.grad(_of_each(loss_fn, asked).sum(), asked)
    return found
