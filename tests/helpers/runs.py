"""The recorded runs that tests make claims about: the snippets', and their broken twins'."""

from functools import cache
from pathlib import Path
from typing import Any

from record.recorder import Recording, record

from helpers.unwatched import executed

ROOT = Path(__file__).parents[2]
SNIPPETS = ROOT / "snippets"


@cache
def run(name: str) -> Recording:
    """The recording of a snippet, by its path under snippets/; made once."""
    return record(SNIPPETS / name)


def twin(name: str, folder: Path, *changes: tuple[str, str]) -> Recording:
    """The recording of a snippet with something changed in it.

    Args:
        name: the snippet's path under snippets/.
        folder: where to put the changed copy.
        changes: what to replace, and by what. Each must be found, so that a twin never stays whole.
    """
    path = folder / Path(name).name
    path.write_text(changed(_source(name), *changes), "utf-8")
    return record(path)


def twin_names(name: str, *changes: tuple[str, str]) -> dict[str, Any]:
    """The names that such a copy has at its end; it runs unwatched, which is much faster."""
    return executed(changed(_source(name), *changes)).names


def _source(name: str) -> str:
    return (SNIPPETS / name).read_text("utf-8")


def changed(source: str, *changes: tuple[str, str]) -> str:
    """The source with each change made.

    Raises:
        ValueError: if there is nothing to change. No AssertionError: that would pass for a claim
            that noticed.
    """
    for old, new in changes:
        if old not in source:
            raise ValueError(f"no {old!r} to change")
        source = source.replace(old, new)
    return source
