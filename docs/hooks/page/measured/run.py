"""The run of a snippet that serves all that is asked of it."""

from functools import cache
from pathlib import Path

from record.recorder import Recording, record

from page import kept


def run(path: Path) -> Recording:
    """The recording of a snippet as it stands."""
    return _recorded(path, kept.script(path))


@cache
def _recorded(path: Path, script: tuple[str, ...]) -> Recording:
    """One run serves all figures; while the site is served, an edited snippet runs again."""
    return record(path)
