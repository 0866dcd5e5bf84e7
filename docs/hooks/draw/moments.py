"""The two means that Adam keeps of a weight's gradients, and the step that it makes of them."""

import torch
from matplotlib.figure import Figure
from record.recorder import Recording
from record.seen import single

from draw.each_step import each_step
from draw.style import GRADIENT, GRID, INK, UPDATE, WIDTH
from draw.svg import Drawing, in_style

NEEDED = ("m_hat", "v_hat")  # what a script calls them


@in_style
def moments(run: Recording) -> Drawing:
    """The gradients with their mean and the root of their mean square; below it each step by lr.

    Raises:
        RecordingError: if the script moves other than one weight, or its loop does not compute
            `m_hat` and `v_hat` once for each step.
    """
    m_hat, v_hat = (each_step(run, name) for name in NEEDED)
    (name,) = run.steps[0].before
    gradients = torch.tensor([single(step.grad[name]) for step in run.steps]).double()
    moved = [(step.after[name] - step.before[name]).item() / step.lr[name] for step in run.steps]
    figure = Figure(figsize=(WIDTH, 4.0))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    steps = torch.arange(1, len(run.steps) + 1)
    above.plot(steps, gradients, color=GRADIENT, marker="^", markersize=2.5, linestyle="none",
               label="gradient")  # fmt: skip
    above.plot(steps, m_hat, color=GRADIENT, label="their mean")
    for sign, label in [(1, "root of the mean of their squares, ±"), (-1, None)]:
        above.plot(steps, sign * v_hat.sqrt(), color=INK, linestyle="--", linewidth=1, label=label)
    above.legend(loc="upper center", ncols=3, fontsize=8, bbox_to_anchor=(0.5, 1.2))
    above.set_ylabel("gradient")
    below.vlines(steps, 0, moved, color=UPDATE, linewidth=1.4)
    for axes in (above, below):
        axes.axhline(0, color=GRID, linewidth=0.8)
    below.set(xlabel="step", ylabel="step / lr", ylim=(-1.1, 1.1))
    longest = max(map(abs, moved[1:]))
    return Drawing(
        figure,
        f"The {len(steps)} gradients of {run.path.name} with their mean, from {m_hat[0]:+.3g} to "
        f"{m_hat[-1]:+.3g}, and the root of the mean of their squares, from "
        f"{v_hat[0].sqrt():.3g} to {v_hat[-1].sqrt():.3g}; and each step as a part of lr: the "
        f"first {abs(moved[0]):.3g}, the longest of the others {longest:.3g}.",
    )
