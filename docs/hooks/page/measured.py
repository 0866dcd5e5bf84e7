"""What a run of a snippet measured, as a page shows it: a figure, or a number in a sentence.

Knows torch and what draws, so it is imported only by who has to run something.
"""

from functools import cache
from pathlib import Path
from typing import Any

from draw import held_out
from draw.boundary import Boundary
from draw.figures import KINDS
from draw.worlds import Worlds
from record.errors import RecordingError
from record.fingerprint import fingerprint as fingerprint_of
from record.recorder import Recording, record
from record.seen import single
from stepper.stepper import Stepper

from page import kept
from page.decided import decided
from page.values import series, value


def figure(path: Path, show: str) -> tuple[str, dict[str, str]]:
    """The HTML of a figure, and the files that it reads, by their paths in the site.

    Raises:
        RecordingError: if there is no such figure, or none of this snippet.
    """
    if show not in KINDS:
        raise RecordingError(f"no figure `{show}`; choose from {', '.join(KINDS)}")
    drawn = KINDS[show](_run(path))
    return str(drawn), drawn.files if isinstance(drawn, Stepper | Worlds | Boundary) else {}


def number(path: Path, request: str) -> str:
    """A value of the run as a sentence shows it; see `values.value`."""
    return value(_run(path), request)


def decides(path: Path, expression: str) -> bool | float:
    """What the run decides; see `decided.decided`."""
    return decided(_run(path), expression)


def curve(path: Path, name: str) -> list[float]:
    """What a reader may draw: a loss, a parameter of one number or its gradient, one a step.

    Raises:
        RecordingError: if there is no such thing, or it is not a number at each step.
    """
    run = _run(path)
    if name == held_out.NAME:
        return held_out.unseen(run)
    by_step = series(run)
    if name not in by_step:
        raise RecordingError(f"no curve of {name}; it has {list(by_step)}")
    try:
        return [single(value) for value in by_step[name]]
    except TypeError as error:
        raise RecordingError(f"no curve of {name}: {error}") from None


def seed(path: Path) -> int | None:
    """What the snippet gave `torch.manual_seed` last, or None."""
    return _run(path).seed


def fingerprint(path: Path) -> dict[str, Any]:
    """What the snippet left behind, even if it raises; see `Fingerprint.packed`."""
    return fingerprint_of(path).packed()


def _run(path: Path) -> Recording:
    return _recorded(path, kept.script(path))


@cache
def _recorded(path: Path, script: tuple[str, ...]) -> Recording:
    """One run serves all figures; while the site is served, an edited snippet runs again."""
    return record(path)
