"""Broken twins: a script with one thing wrong, and the claims that must notice.

A claim is a test function whose only argument is `script`, a recording: pytest calls it with the
script's own, and a table of twins names the claims that must fail on each twin's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any

import pytest
from bare import executed
from recorder import Recording, record
from runs import SNIPPETS

Claim = Callable[[Recording], None]


@dataclass(frozen=True)
class Twin:
    """What is wrong in a copy of a script, and which claims notice."""

    changes: tuple[tuple[str, str], ...]
    breaks: tuple[Claim, ...]


def wrong(*changes: tuple[str, str], breaks: list[Claim]) -> Twin:
    """A twin by what is replaced, and by what."""
    return Twin(changes, tuple(breaks))


def pairs(twins: dict[str, Twin]) -> list:
    """Parameters for a test of each twin with each claim that it must break."""
    return [
        pytest.param(what, claim, id=f"{what}-{_said(claim)}")
        for what, twin in twins.items()
        for claim in twin.breaks
    ]


def claims(module: dict[str, Any]) -> list:
    """Parameters for a test of each claim in a module's globals."""
    tests = [thing for name, thing in module.items() if name.startswith("test_")]
    found = [test for test in tests if list(signature(test).parameters) == ["script"]]
    return [pytest.param(claim, id=_said(claim)) for claim in found]


def _said(claim: Claim) -> str:
    return claim.__name__.removeprefix("test_").replace("_", " ")


def recorded_twins(name: str, folders: pytest.TempPathFactory) -> Callable[..., Recording]:
    """A function from changes to the recording of the snippet with these changes; made once.

    The `#>` lines of the copy are first written anew, so nothing that it prints gives it away.
    """

    @cache
    def recorded(*changes: tuple[str, str]) -> Recording:
        source = changed((SNIPPETS / name).read_text("utf-8"), *changes)
        printed = iter(executed(source).output.splitlines())
        path = folders.mktemp("twin") / name
        path.write_text(re.sub("#> .*", lambda _: f"#> {next(printed)}", source), "utf-8")
        return record(path)

    return recorded


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


def again(script: Recording, *changes: tuple[str, str]) -> dict[str, Any]:
    """The names at the end of the same script with changes; it runs once, and nothing watches."""
    return _once(changed(script.path.read_text("utf-8"), *changes)).names


_once = cache(executed)
