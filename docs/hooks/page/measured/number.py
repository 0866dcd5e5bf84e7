"""A number in a sentence."""

from pathlib import Path

from page.measured.run import run
from page.values import value


def number(path: Path, request: str) -> str:
    """A value of the run as a sentence shows it; see `values.value`."""
    return value(run(path), request)
