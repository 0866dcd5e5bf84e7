"""A curve whose rest a reader draws."""

from pathlib import Path

from draw import held_out
from record.errors import RecordingError
from record.seen import single

from page.measured.run import run
from page.values import series


def curve(path: Path, name: str) -> list[float]:
    """What a reader may draw: a loss, a parameter of one number or its gradient, one a step.

    Raises:
        RecordingError: if there is no such thing, or it is not a number at each step.
    """
    recorded = run(path)
    if name == held_out.NAME:
        return held_out.unseen(recorded)
    by_step = series(recorded)
    if name not in by_step:
        raise RecordingError(f"no curve of {name}; it has {list(by_step)}")
    try:
        return [single(value) for value in by_step[name]]
    except TypeError as error:
        raise RecordingError(f"no curve of {name}: {error}") from None
