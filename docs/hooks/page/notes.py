"""What is said of a page while it is rendered, besides its HTML: what it read, what it needs.

Who renders a part of a page notes it, and later hooks ask for it. It is kept with the page's HTML,
so that a page which is not rendered again has said it all the same.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Notes = dict[str, dict[str, Any]]  # by kind, then by name: what JSON can say

READ = "read"  # the kind of note that names a file, and says what stood in it
ROOT = Path(__file__).parents[3]

_of: dict[str, Notes] = {}  # by the page's path under docs/
_page = ""  # which is rendered now


def clear() -> None:
    """Begin a build."""
    _of.clear()


def note(kind: str, name: str, what: Any = None) -> None:
    """Say something of the page that is rendered now."""
    _of.setdefault(_page, {}).setdefault(kind, {})[name] = what


def read(path: Path) -> str:
    """The text of a file that the page is made from: if it is edited, so is the page."""
    text = path.read_text("utf-8")
    note(READ, os.path.relpath(path, ROOT), digest(text))
    return text


def unchanged(name: str, noted: str) -> bool:
    """Whether a file still says what it said when it was read."""
    path = ROOT / name
    return path.is_file() and digest(path.read_text("utf-8")) == noted


def digest(text: str) -> str:
    """Stands for a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def of_page(page: str) -> Iterator[Notes]:
    """What is noted within is of this page, by its path under docs/; gives what was."""
    global _page
    noted: Notes = {}
    _of[page] = noted
    before, _page = _page, page
    try:
        yield noted
    finally:
        _page = before


def again(page: str, noted: Notes) -> None:
    """Note of a page what was noted when it was rendered."""
    _of[page] = noted


def noted(kind: str) -> dict[str, Any]:
    """All notes of a kind on the pages of this build, by name."""
    return {name: what for notes in _of.values() for name, what in notes.get(kind, {}).items()}
