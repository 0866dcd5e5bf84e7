"""Ratios that a busy machine disturbs little: what is compared takes turns."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table that `make bench` prints.

    Attributes:
        what: a phrase that the number completes.
        measured: the number.
        unit: what stands behind it, such as "×" or "kB".
        at_most: the aim, if small is good.
        at_least: the aim, if large is good.
    """

    what: str
    measured: float
    unit: str = "×"
    at_most: float | None = None
    at_least: float | None = None

    @property
    def aim(self) -> str:
        """The aim in words, empty for none."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}"
        return f"≥ {self.at_least:g} {self.unit}" if self.at_least is not None else ""

    @property
    def missed(self) -> bool:
        """Whether there is an aim on the other side of the number."""
        too_large = self.at_most is not None and self.measured > self.at_most
        return too_large or (self.at_least is not None and self.measured < self.at_least)


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def processor_seconds(run: Callable[[], object]) -> float:
    """How long processors work in the processes that one call starts and waits for."""
    begin = os.times()
    run()
    end = os.times()
    user = end.children_user - begin.children_user
    return user + end.children_system - begin.children_system


def in_turns(
    runs: Mapping[str, Callable[[], object]],
    measure: Callable[[Callable[[], object]], float] = seconds,
    rounds: int = 3,
) -> dict[str, list[float]]:
    """What each takes, by its name: all once, then all again, and so on."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(measure(run))
    return taken


def ratio(these: list[float], those: list[float]) -> float:
    """How many times as long these took: the median over rounds, as a load comes and goes."""
    return median(a / b for a, b in zip(these, those, strict=True))


def python(*arguments: str, folder: Path | None = None) -> None:
    """Run Python in a process of its own, and be told if it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
