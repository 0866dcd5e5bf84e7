"""The loss of each step, over the steps."""

from matplotlib.axes import Axes
from record.recorder import Recording

from draw.style import LOSS
from draw.svg import Drawing, empty_plot, in_style


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


def _plain_log_ticks(axes: Axes, low: float, high: float) -> None:
    """Ticks at powers of ten, written out; over few of them also at 2 and 5 times: 0.1, 0.2."""
    digits = (1, 2, 5) if high < 2000 * low else (1,)
    decades = range(-12, 13)
    ticks = [d * 10.0**e for e in decades for d in digits if low <= d * 10.0**e <= high]
    axes.set_yticks(ticks, labels=[f"{tick:g}" for tick in ticks])
