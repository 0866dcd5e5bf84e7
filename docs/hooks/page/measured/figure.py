"""A figure."""

from importlib import import_module
from pathlib import Path
from typing import Any

from record.recorder import Recording

from page.measured.run import run


def figure(path: Path, drawer: str) -> tuple[str, dict[str, str]]:
    """The HTML of a figure, and the files that it reads, by their paths in the site.

    Raises:
        RecordingError: if this snippet has none such.
    """
    figure = drawn(run(path), drawer)
    return str(figure), getattr(figure, "files", {})


def drawn(recording: Recording, drawer: str) -> Any:
    """What a function makes of a recording; which function, `draw.figures` says."""
    module, _, function = drawer.partition(":")
    return getattr(import_module(module), function)(recording)
