"""Broken twins: a script with one thing wrong, and the claims that must notice.

A claim is a test function whose only argument is `script`, a recording: pytest calls it with the
script's own, and a table of twins names the claims that must fail on each twin's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from inspect import signature
from typing import Any

import pytest
from record.errors import RecordingError
from record.recorder import Recording, record
from record.source import Source

from helpers.runs import SNIPPETS, changed
from helpers.unwatched import executed

Claim = Callable[[Recording], None]

# Lines that each of the three scripts has.
ZERO_GRAD = "    optimizer.zero_grad()\n"
BACKWARD = "    loss.backward()\n"
STEP = "    optimizer.step()\n"


@dataclass(frozen=True)
class Twin:
    """What is wrong in a copy of a script, and which claims notice."""

    changes: tuple[tuple[str, str], ...]
    breaks: tuple[Claim, ...]


def wrong(*changes: tuple[str, str], breaks: list[Claim]) -> Twin:
    """A twin by what is replaced, and by what."""
    return Twin(changes, tuple(breaks))


def twin_tests(twins: dict[str, Twin], claims: list) -> type:
    """The tests of a table of twins, for the test file that has the table to call `TestTwins`.

    Args:
        twins: what is wrong, and the twin in which it is.
        claims: what `claims_in` finds in the test file.
    """
    pairs = [
        pytest.param(what, claim, id=f"{what}-{_said(claim)}")
        for what, twin in twins.items()
        for claim in twin.breaks
    ]

    class TestTwins:
        @pytest.mark.parametrize(("what", "claim"), pairs)
        def test_broken_twin_breaks_the_claim(self, what, claim, broken):
            recording = broken(*twins[what].changes)
            with pytest.raises(AssertionError):
                claim(recording)

        @pytest.mark.parametrize("claim", claims)
        def test_a_twin_breaks_each_claim(self, claim):
            assert any(claim in twin.breaks for twin in twins.values())

        @pytest.mark.parametrize("what", twins)
        def test_refreshed_twin_says_what_it_printed(self, what, broken):
            twin = broken(*twins[what].changes)
            said = re.findall("#> (.*)", twin.path.read_text("utf-8"))
            assert said == twin.output.splitlines()

        def test_without_a_step_there_are_no_steps_to_make_claims_about(self, broken):
            with pytest.raises(RecordingError, match=r"never calls optimizer\.step\(\)"):
                _ = broken((STEP, "")).steps

    return TestTwins


def claims_in(module: dict[str, Any]) -> list:
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
        path = folders.mktemp("twin") / name
        path.write_text(changed((SNIPPETS / name).read_text("utf-8"), *changes), "utf-8")
        recording = record(path)
        printed = iter(recording.output.splitlines())
        text = re.sub("#> .*", lambda _: f"#> {next(printed)}", recording.source.text)
        path.write_text(text, "utf-8")
        return replace(recording, source=Source(path, text))  # only comments are other than it ran

    return recorded


def again(script: Recording, *changes: tuple[str, str]) -> dict[str, Any]:
    """The names at the end of the same script with changes; it runs once, and nothing watches."""
    return _once(changed(script.path.read_text("utf-8"), *changes)).names


_once = cache(executed)
