"""What was run once is not run again: results between builds, under a key of all they depend on."""

import ast
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from page import notes

# Which kernels torch and its libraries choose, and so the last digits of a sum.
_KERNELS = ("ATEN_", "MKL_", "ONEDNN_", "DNNL_", "OMP_", "TORCH_", "PYTORCH_")
# What is written in another form is not read.
_FORM = Path(__file__).read_text("utf-8")


class Kept:
    """The results of one thing that runs, a file of JSON; made by who asks first."""

    def __init__(self, folder: Path, name: str, depends_on: object):
        """Find what was kept, or nothing.

        Args:
            folder: where; made once there is something to keep.
            name: of what runs, as a part of the file's name.
            depends_on: what JSON can say. If any of it is other, so may be the results.

        Raises:
            KeptError: if the file is none that was written here.
        """
        text = json.dumps([_FORM, depends_on])
        self.path = folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        self._name = name
        self._results = read_whole(self.path)

    def get(self, what: str, make: Callable[[], Any], made_by: str = "") -> Any:
        """A result by its name; if it is not kept yet, what `make` gives, kept from now on.

        Args:
            what: the name.
            make: gives the result.
            made_by: stands for what this one result depends on besides. If it is other, the result
                is made anew, and the thing's other results stay.
        """
        if self._results.get(what, {}).get("made_by") != made_by:
            self._results[what] = {"made_by": made_by, "result": make()}
            self._write()
        return self._results[what]["result"]

    def _write(self) -> None:
        """Put the results in place of those that this thing had under another key."""
        for old in self.path.parent.glob(f"{self._name}-{'[0-9a-f]' * 16}.json"):
            if old != self.path:
                old.unlink(missing_ok=True)
        write_whole(self.path, json.dumps(self._results))


def read_whole(path: Path) -> dict[str, Any]:
    """What was written into a file of JSON; nothing if there is none, a KeptError if it is hurt."""
    if not path.exists():
        return {}
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise KeptError(f"{path} is damaged ({error}); delete it") from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, or nothing: a build that is stopped here must not leave half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(path)


class KeptError(Exception):
    """What was kept cannot be read, and how to fix it."""


@cache
def machine() -> list[str]:
    """Python, each package's version, the processor, and what chooses the kernels on it."""
    kernels = sorted(f"{n}={value}" for n, value in os.environ.items() if n.startswith(_KERNELS))
    return [platform.python_version(), platform.machine(), _processor(), *_packages(), *kernels]


def _packages() -> list[str]:
    """The folders of what is installed, by whose names pip tells packages and versions apart."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    names = {name for folder in folders for name in os.listdir(folder)}
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _processor() -> str:
    """What this processor can do, as Linux tells it; elsewhere its name."""
    told = Path("/proc/cpuinfo")
    if not told.exists():
        return platform.processor()
    lines = told.read_text("utf-8", errors="replace").splitlines()
    return "\n".join(sorted({line for line in lines if line.startswith(("flags", "model name"))}))


def script(path: Path) -> tuple[str, ...]:
    """A script, and what it imports that is neither Python's nor an installed package."""
    return tuple(notes.read(file) for file in [path, *sorted(_imported(path))])


def _imported(path: Path, known: frozenset[Path] = frozenset()) -> set[Path]:
    """The files of one's own that a script imports, and those that they import."""
    found = set()
    for name in _modules(path.read_text("utf-8")):
        spec = None if name in sys.stdlib_module_names else find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin and spec.has_location else None
        if origin and "site-packages" not in origin.parts and origin not in known:
            found |= {origin} | _imported(origin, known | {origin})
    return found


@cache  # a page asks for each number by itself
def _modules(text: str) -> set[str]:
    """The first names of what a script imports; nothing of a script that is no Python."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return set()  # who runs it says so, and keeps nothing
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in [*whole, *parts] if name}
