"""One sample's logits, their probabilities, and the gradient that cross-entropy has for each.

docs/assets/softmax/softmax.js lets a reader set the logits. Until it runs, and without it, a
drawing of the script's own stands in its place.
"""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from stepper.markup import templates
from torch import Tensor

from draw.style import GRADIENT, GRID, INK, WIDTH
from draw.svg import Drawing, in_style

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)
_BEYOND = 2  # times the script's largest logit: so far from 0 a reader sets one


@dataclass(frozen=True)
class Bars:
    """What a page's script is told; its `str()` is HTML.

    Attributes:
        logits: of the sample, one a class.
        label: the number of the right class.
        reach: up to which a logit is set, and below 0 as far.
        still: the drawing.
    """

    logits: list[float]
    label: int
    reach: float
    still: str

    def __str__(self) -> str:
        """The drawing, and what a script needs to take its place."""
        return _TEMPLATES.get_template("softmax.html").render(
            logits=self.logits, label=self.label, reach=self.reach, still=Markup(self.still)
        )


def on_page(run: Recording) -> Bars:
    """As a page shows it, with what stands there until its script runs."""
    logits, _, _, label = _sample(run)
    reach = _BEYOND * logits.abs().max().item()
    return Bars(logits[0].tolist(), int(label), reach, softmax(run).html(within="softmax"))


@in_style
def softmax(run: Recording) -> Drawing:
    """Three rows of bars, a bar a class; the right class is named.

    Raises:
        RecordingError: if the script has no `logits`, `probabilities` and `label` of one sample,
            or `logits` have no gradient.
    """
    logits, probabilities, gradient, label = _sample(run)
    rows = {
        "logits": (logits[0], INK),
        "probabilities": (probabilities[0], INK),
        "gradient of the loss, for each logit": (gradient[0], GRADIENT),
    }
    figure = Figure(figsize=(WIDTH, 4.2))
    for axes, (title, (values, color)) in zip(figure.subplots(3, 1), rows.items(), strict=True):
        _bars(axes, title, values, color, int(label))
    told = "; ".join(
        f"{title} {', '.join(f'{value:+.4f}' for value in values.tolist())}"
        for title, (values, _) in rows.items()
    )
    return Drawing(
        figure, f"Of the classes of {run.path.name}, of which {int(label)} is right: {told}."
    )


def _sample(run: Recording) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Its logits, probabilities, gradient and label."""
    names = ("logits", "probabilities", "label")
    found = [run.globals[name] for name in names if isinstance(run.globals.get(name), Tensor)]
    if len(found) != len(names):
        raise RecordingError(f"{run.path.name} has no {', '.join(names)} to draw")
    logits, probabilities, label = found
    if logits.grad is None or len(logits) != 1:
        raise RecordingError(
            f"logits of {run.path.name} are not of one sample, or have no gradient"
        )
    return logits.detach(), probabilities, logits.grad, label


def _bars(axes: Axes, title: str, values: Tensor, color: str, label: int) -> None:
    classes = range(len(values))
    names = [f"class {n}{', right' * (n == label)}" for n in classes]
    axes.bar(list(classes), values.tolist(), width=0.5, color=color, tick_label=names)
    axes.axhline(0, color=GRID, linewidth=0.8)
    axes.set_title(title, fontsize=10, loc="left", color=INK)
    for n, value in enumerate(values.tolist()):
        axes.annotate(
            f"{value:.4f}",
            (n, value),
            xytext=(0, 3 if value >= 0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if value >= 0 else "top",
            fontsize=8,
            color=INK,
        )
    axes.margins(y=0.3)
