"""What was measured in runs of the snippets, from this build or an earlier one."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from page import kept, notes, snippets, sources

RUNS = snippets.SNIPPETS.parent / ".cache/runs"  # what was measured, between builds

# torch, what it imports at the first optimizer, and matplotlib.
_ALL = ("page.measured.fingerprint", "torch._dynamo", "draw.svg")

_MADE = "made"  # the kind of note that says by what code a thing is made that a page asked for


def measured(name: str, what: str, *asked: str) -> Any:
    """What `page.measured` gives for a snippet, now or in an earlier build.

    Args:
        name: the snippet's path under snippets/.
        what: the name of a module of `page.measured`, and of its function.
        asked: what it takes besides the snippet.
    """
    path = snippets.snippet(name)
    modules = _modules(what, asked)
    made_by = sources.made_by(*modules)
    notes.note(_MADE, " ".join(modules), made_by)
    make = partial(_measure, path, what, *asked)
    return kept_of(path, kept.script(path), RUNS).get(" ".join([what, *asked]), make, made_by)


def unchanged(noted: notes.Notes) -> bool:
    """Whether all that a page asked for would be made by the same code as when it asked."""
    made = noted.get(_MADE, {}).items()
    return all(sources.made_by(*modules.split()) == made_by for modules, made_by in made)


def load() -> None:
    """Import what runs a script and what draws, if nothing was measured yet.

    It takes seconds, and a copy of this process that is made from now on need not do it again.
    """
    if not any(RUNS.glob("*.json")):
        with _importable():
            for name in _ALL:
                importlib.import_module(name)


def _modules(what: str, asked: tuple[str, ...]) -> list[str]:
    """What makes a thing. What draws a figure is no import, so that a figure needs no other's."""
    drawer = [asked[0].partition(":")[0]] if what == "figure" else []
    return [f"page.measured.{what}", *drawer]


def _measure(path: Path, what: str, *asked: str) -> Any:
    """The import takes longer than a build in which nothing has to run, so it waits until here."""
    with _importable():
        maker, *_ = map(importlib.import_module, _modules(what, asked))
    return getattr(maker, what)(path, *asked)


@contextmanager
def _importable() -> Iterator[None]:
    """What stands in docs/hooks, as MkDocs has it while it imports a hook."""
    sys.path.insert(0, str(sources.HOOKS))
    try:
        yield
    finally:
        sys.path.remove(str(sources.HOOKS))


@cache
def kept_of(path: Path, script: tuple[str, ...], folder: Path) -> kept.Kept:
    """What was measured in runs of this snippet, with what it imports, as they stand."""
    name = path.relative_to(snippets.SNIPPETS).with_suffix("").as_posix().replace("/", ".")
    return kept.Kept(folder, name, [script, kept.machine()])
