"""A sample far off that a reader moves up and down, and the lines of several losses that answer.

docs/assets/outlier/outlier.js finds the lines. Until it runs, and without it, a drawing of the
lines to which the script came stands in its place.
"""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

from markupsafe import Markup
from record.errors import RecordingError
from record.recorder import Recording
from record.samples import line_samples
from stepper.markup import templates
from torch import Tensor, nn

from draw.lines_of_losses import lines_of_losses, losses_of
from draw.terms import Terms, terms_of

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)
_DASHES = ((), (6, 4), (1.5, 3))  # as STYLES of draw/pulls.py look, in pixels
_STOPS = 80  # of the sample on its way


@dataclass(frozen=True)
class Outlier:
    """What a page's script is told; its `str()` is HTML.

    Attributes:
        x, y: the samples.
        far: the place of the one that is far off.
        low, high: between which it is moved: as far to both sides of the line of the others.
        losses: each by its name.
        still: the drawing.
    """

    x: list[float]
    y: list[float]
    far: int
    low: float
    high: float
    losses: dict[str, Terms]
    still: str

    def __str__(self) -> str:
        """The drawing, and what a script needs to take its place."""
        losses = [
            {"name": name, "dash": dash, **_finite(terms)}
            for (name, terms), dash in zip(self.losses.items(), _DASHES, strict=False)
        ]
        facts = {"x": self.x, "y": self.y, "far": self.far, "losses": losses}
        return _TEMPLATES.get_template("outlier.html").render(
            facts=facts,
            still=Markup(self.still),
            losses=losses,
            low=self.low,
            high=self.high,
            step=(self.high - self.low) / _STOPS,
            start=self.y[self.far],
        )


def outlier(run: Recording, still: str) -> Outlier:
    """The farthest sample of a script that fits a line through 0 by one loss after another.

    Raises:
        RecordingError: if the line does not go through 0, if no sample is far off, or if there is
            no list `losses` of losses that the page's script knows.
    """
    x, y = (values.double() for values in line_samples(run))
    if {len(step.before) for step in run.steps} != {1} or not x.all():
        raise RecordingError(f"an outlier is moved beside lines through 0; not so {run.path.name}")
    on_line = (y / x).median() * x
    away = (y - on_line).abs()
    far = int(away.argmax())
    if not away[far]:
        raise RecordingError(f"no sample of {run.path.name} is off the line of the others")
    middle, reach = on_line[far].item(), away[far].item()
    losses = {name: _terms(loss_fn, x, y) for name, loss_fn in losses_of(run).items()}
    return Outlier(x.tolist(), y.tolist(), far, middle - reach, middle + reach, losses, still)


def on_page(run: Recording) -> Outlier:
    """As a page shows it, with what stands there until its script runs."""
    return outlier(run, still=lines_of_losses(run).html(within="outlier"))


def _terms(loss_fn: nn.Module, x: Tensor, y: Tensor) -> Terms:
    deltas = [loss_fn.delta] if isinstance(loss_fn, nn.HuberLoss) else []
    found = terms_of(lambda point: loss_fn(point[0] * x + point[1], y), x, y, deltas)
    if found is None:
        raise RecordingError(f"the explorer does not know {loss_fn}")
    return found


def _finite(terms: Terms) -> dict[str, float]:
    """Without what is infinite, which JSON has not; docs/assets/engine/losses.js takes it so."""
    return {name: part for name, part in asdict(terms).items() if math.isfinite(part)}
