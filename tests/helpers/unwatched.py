"""Run a script with nothing watching."""

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from record.world import unchanged_world


@dataclass(frozen=True)
class Execution:
    """What a script printed, and its names at the end."""

    output: str
    names: dict[str, Any]


def executed(source: str) -> Execution:
    """Run the source of a script; its warnings go unheard."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with unchanged_world(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(compile(source, "script", "exec"), names)
    return Execution(output.getvalue(), names)
