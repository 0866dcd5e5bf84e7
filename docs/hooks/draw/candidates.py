"""Several weights beside each other: their lines among the samples, and the loss of each."""

import torch
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import GRID, INK, LOSS, PARAMETER, WIDTH
from draw.svg import Drawing, in_style

NEEDED = ("x", "y", "loss_fn", "weights")  # what a script calls them


@in_style
def candidates(run: Recording) -> Drawing:
    """Left a line through 0 for each weight, right the loss over the weight.

    Raises:
        RecordingError: if the script has no `x`, `y`, `loss_fn` and list `weights`, or its last
            loss is not that of the last weight times x.
    """
    if not run.globals.keys() >= {*NEEDED}:
        raise RecordingError(f"{run.path.name} has no {', '.join(NEEDED)} to draw")
    x, y, loss_fn, weights = (run.globals[name] for name in NEEDED)

    def loss(weight: Tensor) -> Tensor:
        return loss_fn(weight * x.double(), y.double())

    tried = torch.tensor(weights, dtype=torch.float64)
    losses = torch.func.vmap(loss)(tried)
    if not torch.isclose(losses[-1].float(), run.globals["loss"]):
        raise RecordingError(f"the loss of {run.path.name} is not that of weight · x")
    figure = Figure(figsize=(WIDTH, 2.9))
    left, right = figure.subplots(1, 2)
    ends = torch.tensor([0.0, 1.12 * x.max().item()])
    for weight in weights:
        left.plot(ends, weight * ends, color=PARAMETER, linewidth=1)
        left.annotate(f"{weight:g}", (ends[1].item(), weight * ends[1].item()), xytext=(3, 0),
                      textcoords="offset points", va="center", fontsize=8)  # fmt: skip
    left.plot(x, y, color=INK, marker="o", markersize=5, linestyle="none")
    left.axhline(0, color=GRID, linewidth=0.5)
    left.set(xlabel="x", ylabel="y")
    span = tried.max() - tried.min()
    over = torch.linspace(
        (tried.min() - 0.1 * span).item(), (tried.max() + 0.1 * span).item(), 80, dtype=tried.dtype
    )
    right.plot(over, torch.func.vmap(loss)(over), color=LOSS)
    right.plot(tried, losses, color=PARAMETER, marker="s", markersize=5, linestyle="none")
    right.set(xlabel="weight", ylabel="loss", ylim=(0, None))
    told = "; ".join(f"{w:g} has {loss:.4g}" for w, loss in zip(weights, losses, strict=True))
    return Drawing(
        figure,
        f"The {len(x)} samples of {run.path.name} and {len(weights)} lines through 0, and the loss "
        f"over the weight, a curve that goes down and up again. Of the weights {told}.",
    )
