"""How often pytest runs each test function: what pages say of it is held against this."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Counts = Mapping[Path, Counter[str]]

_COUNTS = pytest.StashKey[defaultdict[Path, Counter[str]]]()


def count(item: pytest.Function) -> None:
    """Note a test that this run came upon, whether or not it will run; none that is in a class."""
    if item.cls is None:
        counted: defaultdict[Path, Counter[str]] = defaultdict(Counter)
        counted = item.config.stash.setdefault(_COUNTS, counted)
        counted[item.path][item.originalname] += 1


def counts(config: pytest.Config, files: Iterable[Path]) -> Counts:
    """By file, how often each function in it that is in no class runs; in its order.

    A run of all tests has come upon them already; one of a few asks a process of its own.
    """
    found = config.stash[_COUNTS]
    return found if found.keys() >= set(files) else _asked(files)


def _asked(files: Iterable[Path]) -> Counts:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: defaultdict[Path, Counter[str]] = defaultdict(Counter)
    for line in done.stdout.splitlines():
        if match := re.match(r"(tests/\S+?\.py)::(test_\w+)(\[|$)", line):
            found[ROOT / match[1]][match[2]] += 1
    return found
