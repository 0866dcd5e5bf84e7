"""Which scripts a browser loads for one: itself, and what it and they import as they begin."""

import re
from pathlib import Path

_IMPORTED = re.compile(r"""\bfrom\s*["'](\.[^"']+)["']""")


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
