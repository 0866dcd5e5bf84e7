"""Which scripts a browser loads for one: as it begins, and when something is needed."""

import re
from collections.abc import Iterable
from pathlib import Path

_IMPORTED = re.compile(r"""\bfrom\s*["'](\.[^"']+)["']""")

_ON_DEMAND = re.compile(r"""\bimport\(["'](\.[^"']+)["']\)""")


def loaded_for(script: Path) -> set[Path]:
    """The files of a script as it is served, without comments, and of all that it imports."""
    found, due = set(), [script.resolve()]
    while due:
        path = due.pop()
        if path not in found:
            found.add(path)
            due += [
                (path.parent / name).resolve()
                for name in _IMPORTED.findall(path.read_text("utf-8"))
            ]
    return found


def on_demand(scripts: Iterable[Path]) -> set[Path]:
    """The files that one of these imports when it needs them."""
    return {
        (path.parent / name).resolve()
        for path in scripts
        for name in _ON_DEMAND.findall(path.read_text("utf-8"))
    }
