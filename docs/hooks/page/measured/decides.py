"""What a run decides."""

from pathlib import Path

from page.decided import decided
from page.measured.run import run


def decides(path: Path, expression: str) -> bool | float:
    """What the run decides; see `decided.decided`."""
    return decided(run(path), expression)
