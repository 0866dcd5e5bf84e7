"""What was measured in runs of the snippets, from this build or an earlier one."""

import importlib
import sys
from functools import cache, partial
from pathlib import Path
from typing import Any

from page import kept, notes, snippets

RUNS = snippets.SNIPPETS.parent / ".cache/runs"  # what was measured, between builds

# Of the code that runs: while the site is served, an edit to a hook or a template changes neither
# what is in memory nor, by this, what its results are kept under.
HOOKS = notes.digest("".join(kept.sources(kept.HOOKS)))


def measured(name: str, what: str, *asked: str) -> Any:
    """What `page.measured` gives for a snippet, now or in an earlier build.

    Args:
        name: the snippet's path under snippets/.
        what: the name of a function of `page.measured`.
        asked: what it takes besides the snippet.
    """
    path = snippets.snippet(name)
    make = partial(_measure, path, what, *asked)
    return kept_of(path, kept.script(path), RUNS).get(" ".join([what, *asked]), make)


def _measure(path: Path, what: str, *asked: str) -> Any:
    """The import takes longer than a build in which nothing has to run, so it waits until here."""
    sys.path.insert(0, str(kept.HOOKS))  # as MkDocs has it while it imports a hook
    try:
        measured = importlib.import_module("page.measured")
    finally:
        sys.path.remove(str(kept.HOOKS))
    return getattr(measured, what)(path, *asked)


@cache
def kept_of(path: Path, script: tuple[str, ...], folder: Path) -> kept.Kept:
    """What was measured in runs of this snippet, with what it imports, as they stand."""
    depends_on = [script, HOOKS, kept.machine()]
    name = path.relative_to(snippets.SNIPPETS).with_suffix("").as_posix().replace("/", ".")
    return kept.Kept(folder, name, depends_on)
