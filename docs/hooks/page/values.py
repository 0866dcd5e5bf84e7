"""One value of a run, asked for in a sentence: `loss[0]:.4f`, `model.weight.grad[0]:+.3f`."""

import re

from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

_REQUEST = re.compile(
    r"(?P<name>[\w.]+)(\[(?P<step>-?\d+)\])?(\[(?P<at>[\d, ]+)\])?(:(?P<format>.+))?"
)


def value(recording: Recording, request: str) -> str:
    """The value that `request` names, as the sentence shows it.

    Args:
        recording: the run to look into.
        request: `name[step][element]:format`, all but the name where needed. Names are `loss`, a
            parameter (`model.weight`), its gradient (`model.weight.grad`), `steps` (how many),
            `seed`, and every name that the script has at its end. At step `n` a parameter is as
            that step found it, so `[0]` is where it started; `[-1]` is what the last step left, and
            `[-1]` of a loss or a gradient is the last step's. `[2, 0]` picks an element. The
            format is Python's.

    Raises:
        RecordingError: if there is no such value, or it has not that format.
    """
    match = _REQUEST.fullmatch(request)
    if not match:
        raise RecordingError(f"`{request}` does not read as name[step][element]:format")
    name, step, at, form = match["name"], match["step"], match["at"], match["format"] or ""
    found = _at_end(recording, name) if step is None else _at_step(recording, name, int(step))
    if isinstance(found, Tensor):
        tensor = found
        try:
            found = (tensor[tuple(int(i) for i in at.split(","))] if at else tensor).item()
        except (IndexError, RuntimeError) as error:
            raise RecordingError(
                f"`{request}`: {name} has shape {tuple(tensor.shape)}; name one element of it"
            ) from error
    try:
        return format(found, form) if found is not None else "None"
    except (TypeError, ValueError) as error:
        raise RecordingError(f"`{request}`: {found!r} has no format {form!r}") from error


def _at_end(recording: Recording, name: str) -> object:
    if name in recording.globals:
        found = recording.globals[name]
        if isinstance(found, bool | int | float | str | Tensor):
            return found
        raise RecordingError(f"{name} is a {type(found).__name__}, not a number")
    if name == "seed":
        return recording.seed
    if name == "steps":
        return len(recording.steps)
    known = [n for n, v in recording.globals.items() if isinstance(v, int | float | str | Tensor)]
    hint = "loss, a parameter or its .grad want a step, as in `loss[0]`"
    raise RecordingError(
        f"{recording.path.name} has no `{name}` at its end; it has {known}; {hint}"
    )


def _at_step(recording: Recording, name: str, step: int) -> object:
    every = series(recording)
    if name not in every:
        raise RecordingError(
            f"{recording.path.name} has no steps of `{name}`; it has {list(every)}"
        )
    try:
        return every[name][step]
    except IndexError:
        raise RecordingError(
            f"`{name}[{step}]`: {recording.path.name} has {len(every[name])} values of {name}"
        ) from None


def series(recording: Recording) -> dict[str, list[float | Tensor | None]]:
    """The loss, each parameter and each gradient, by step."""
    found: dict[str, list] = {"loss": [step.loss for step in recording.steps]}
    last: dict[str, Tensor] = {}
    for step in recording.steps:
        for name in step.before:
            found.setdefault(name, []).append(step.before[name])
            found.setdefault(f"{name}.grad", []).append(step.grad[name])
        last |= step.after
    for name, parameter in last.items():
        found[name].append(parameter)
    return found
