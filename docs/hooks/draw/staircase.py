"""Accuracy over a model's bias, which is a staircase, above its loss, which is a slope."""

import torch
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import INK, LOSS, WIDTH
from draw.svg import Drawing, in_style

REACH = 0.5  # of the bias, beyond the samples' own


@in_style
def staircase(run: Recording) -> Drawing:
    """The accuracy and the loss of a model that says yes where x + bias is above 0.

    Raises:
        RecordingError: if the script has no `x`, `y` of 0 and 1, and `loss_fn`, or its last loss
            is not that of `x + bias`.
    """
    names = ("x", "y", "loss_fn", "bias")
    if not run.globals.keys() >= {*names}:
        raise RecordingError(f"{run.path.name} has no x, y, loss_fn and bias to draw")
    x, y, loss_fn, bias = (run.globals[name] for name in names)
    if not torch.equal(loss_fn(x + bias, y), run.globals["loss"]):
        raise RecordingError(f"the loss of {run.path.name} is not that of x + bias")
    jumps = -x.double().sort(descending=True).values  # a sample changes its answer here
    biases = torch.linspace(
        jumps[0].item() - REACH, jumps[-1].item() + REACH, 301, dtype=torch.float64
    )
    x, y = x.double(), y.double()
    losses = torch.stack([loss_fn(x + b, y) for b in biases])
    edges = torch.cat([biases[:1], jumps, biases[-1:]])
    steps = torch.stack([_accuracy(x, y, middle) for middle in (edges[:-1] + edges[1:]) / 2])
    figure = Figure(figsize=(WIDTH, 3.4))
    above, below = figure.subplots(2, 1, sharex=True)
    above.stairs(steps, edges, baseline=None, color=INK, linewidth=1.6)
    above.set(ylabel="accuracy", ylim=(-0.05, 1.08))
    below.plot(biases, losses, color=LOSS)
    below.set(xlabel="bias", ylabel="loss", ylim=(0, None))
    told = ", ".join(f"{step:.2f}" for step in steps)
    return Drawing(
        figure,
        f"Over the bias of {run.path.name}: the accuracy is flat but for jumps at "
        f"{', '.join(f'{jump:g}' for jump in jumps)}, between which it is {told}; the loss has "
        "no flat part.",
    )


def _accuracy(x: Tensor, y: Tensor, bias: Tensor) -> Tensor:
    """The share of samples whose answer is right."""
    return ((x + bias > 0) == (y > 0)).double().mean()
