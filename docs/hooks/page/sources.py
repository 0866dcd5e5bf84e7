"""What makes a thing: a module of docs/hooks, what it imports, and the files that these name.

Under these a result is kept, so that it is made anew when one of them is edited, and not when
another is.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from page import notes

HOOKS = Path(__file__).parents[1]

# By these and not by Python's parser, which takes longer for all of docs/hooks than a build in
# which nothing changed.
_IMPORT = re.compile(
    r"^[ \t]*(?:from ([\w.]+) import (?:\(([^)]*)\)|(.+))|import (.+))", re.MULTILINE
)
_FILE = re.compile(r"\w[\w.-]*\.\w+")
_COMMENT = re.compile("#.*")
_STRING = re.compile(r"""(["'])([\w.-]+)\1""")


class Sources:
    """The files of a folder of modules, as they stand when this is made."""

    def __init__(self, folder: Path):
        """Read them; byte code is none, nor is what an editor puts beside a file."""
        paths = (path for path in sorted(folder.rglob("*.*")) if _FILE.fullmatch(path.name))
        self._texts = {
            path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in paths
            if "__pycache__" not in path.parts
        }
        self._folder = folder
        self._needs: dict[str, set[str]] = {}  # of the files that were asked about

    def edited(self) -> list[str]:
        """The paths of those that say something else by now, or are new, or gone."""
        now = Sources(self._folder)._texts
        return sorted({path for path, _ in self._texts.items() ^ now.items()})

    def of(self, modules: Iterable[str]) -> dict[str, str]:
        """The text of each file that has a part in what these modules do, by its path."""
        known: set[str] = set()
        found = {path for module in modules for path in self._files(module)}
        while found:
            known |= found
            found = {needed for path in found for needed in self._needed(path)} - known
        return {path: self._texts[path] for path in sorted(known)}

    def _needed(self, path: str) -> set[str]:
        """What a module imports, and a file of which it, or a template, says the name."""
        if path not in self._needs:
            text = self._texts[path]
            needs = {file for module in imports(text) for file in self._files(module)}
            named = {name for _, name in _STRING.findall(text)}
            folder = path[: path.rfind("/") + 1]
            for other in self._texts:
                if other.startswith(folder) and other.rpartition("/")[2] in named:
                    needs.add(other)
            self._needs[path] = needs
        return self._needs[path]

    def _files(self, module: str) -> Iterator[str]:
        """Of a module's name its file and those of the packages that it is in; none elsewhere."""
        parts = module.split(".")
        for count in range(1, len(parts) + 1):
            path = "/".join(parts[:count])
            for file in (f"{path}.py", f"{path}/__init__.py"):
                if file in self._texts:
                    yield file


def imports(text: str) -> set[str]:
    """The names of the modules that a module may import: of `from a import b` both a and a.b."""
    found: set[str] = set()
    for origin, in_brackets, names, whole in _IMPORT.findall(text):
        listed = _COMMENT.sub("", in_brackets or names or whole)
        parts = {part.split()[0] for part in listed.split(",") if part.strip()}
        found |= {origin, *(f"{origin}.{part}" for part in parts)} if origin else parts
    return found


# While the site is served, an edit changes neither what is in memory nor, by this, what its results
# are kept under.
_AT_FIRST = Sources(HOOKS)


def edited() -> list[str]:
    """What was edited since this process began."""
    return _AT_FIRST.edited()


@cache
def made_by(*modules: str) -> str:
    """Stands for all in docs/hooks that has a part in what these modules do."""
    return notes.digest(json.dumps(_AT_FIRST.of(modules)))
