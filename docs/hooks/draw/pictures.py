"""A stepper's pictures: the line among its samples and on the map of its loss, and the loss.

They are worlds of docs/assets/worlds/; docs/assets/stepper/pictures.js draws them.
"""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from record.errors import RecordingError
from record.landscape import two_parameters
from record.recorder import Recording
from record.roles import Role
from record.seen import Seen
from stepper import stepper as walk
from stepper.markup import templates
from torch import Tensor

from draw.told import Told
from draw.worlds import worlds

_TEMPLATES = templates(Path(__file__).with_name("templates"))


@dataclass(frozen=True)
class _Losses(Told):
    """The loss at each epoch: all that is drawn of a run that fits no line."""

    loss: list[float]


def stepper(run: Recording) -> walk.Stepper:
    """The run's training loop, to be walked through, with its pictures."""
    return walk.stepper(run, pictures)


def pictures(run: Recording, places: dict[str, int]) -> tuple[Markup, dict[str, str]]:
    """The places of the pictures, as far as there are any, and the files that their script reads.

    Args:
        run: the run.
        places: the series of the recording, by their names.
    """
    shown = {"loss": [places[name] for name in _loss(run)]}
    told: Told
    try:
        told = worlds(run, still=())
        parameters = two_parameters(run)
        line, slope = ([places[name + of] for name in parameters] for of in ("", ".grad"))
        shown = {"data": line, "map": line + slope, **shown}
    except RecordingError:
        told = _Losses(loss=run.losses, still=())  # the loss has more sides than a drawing
    if not shown["loss"]:
        return Markup(), {}
    html = _TEMPLATES.get_template("pictures.html").render(shown=shown, file=told.file)
    return Markup(html), told.files


def _loss(run: Recording) -> list[str]:
    """The name of the loss, if each epoch has one."""
    lines = run.lines
    for name in [name for name, role in lines.roles.items() if role == Role.LOSS][:1]:
        losses = {x.epoch: x.changed[name] for x in lines.lines if name in x.changed}
        if len(losses) > 1 and all(map(_single, losses.values())):
            return [name]
    return []


def _single(value: Seen) -> bool:
    """Whether it is one number."""
    return value.numel() == 1 if isinstance(value, Tensor) else isinstance(value, float)
