"""The loss on what a model trains on, beside the loss on samples that no step has seen."""

from record.errors import RecordingError
from record.recorder import Recording
from record.seen import single

from draw.style import INK, LOSS, PARAMETER
from draw.svg import Drawing, empty_plot, in_style

NAME = "held_out"  # what a script calls that loss


def unseen(run: Recording) -> list[float]:
    """The loss on samples that no step has seen, one an epoch.

    Raises:
        RecordingError: if the script's loop gives no number the name `held_out` in each epoch, or
            takes more steps than one an epoch.
    """
    by_epoch = {line.epoch: line.changed[NAME] for line in run.lines.lines if NAME in line.changed}
    if list(by_epoch) != list(range(len(run.steps))):
        raise RecordingError(
            f"{run.path.name} gives `{NAME}` a value in {len(by_epoch)} epochs and takes "
            f"{len(run.steps)} steps; draw its loss alone"
        )
    return [single(value) for value in by_epoch.values()]


@in_style
def held_out(run: Recording) -> Drawing:
    """Both losses over the epochs, and where the held-out one is lowest.

    Raises:
        RecordingError: as `unseen` does.
    """
    training = [step.loss for step in run.steps]
    held = unseen(run)
    lowest = min(range(len(held)), key=held.__getitem__)
    figure, axes = empty_plot(height=2.8)
    axes.plot(training, color=LOSS, label="training loss")
    axes.plot(held, color=LOSS, linestyle="--", label="held-out loss")
    axes.plot(
        lowest, held[lowest], color=PARAMETER, marker="s", linestyle="none", label="best model"
    )
    axes.annotate(
        f"epoch {lowest}",
        (lowest, held[lowest]),
        xytext=(4, -12),
        textcoords="offset points",
        color=INK,
    )
    axes.set(xlabel="epoch", ylabel="loss", ylim=(0, None))
    axes.legend(loc="best")
    return Drawing(
        figure,
        f"Two losses of {run.path.name} over {len(training)} epochs. The training loss goes from "
        f"{training[0]:.4g} to {training[-1]:.4g}. The held-out loss goes from {held[0]:.4g} to "
        f"{held[lowest]:.4g} in epoch {lowest}, its lowest, and to {held[-1]:.4g} in the last.",
    )
