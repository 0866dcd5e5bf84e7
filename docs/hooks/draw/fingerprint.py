"""Two fingerprints side by side, as a table: what a wrong script shows, and its right twin not.

Takes them as JSON has them, so that a build in which nothing has to run needs no torch.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from stepper.markup import templates

_TEMPLATE = templates(Path(__file__).with_name("templates")).get_template("fingerprint.html")
_SENTENCE = re.compile(r".+?(?=[.:;!?]\s|[.!?]?$|\n)")
_MOVED = {"yes": "moved", "no": "not moved", "nan": "nan"}


@dataclass(frozen=True)
class Row:
    """What was seen in one respect.

    Attributes:
        names: what it is about, as code.
        about: the same in words; empty if names say it.
        seen: what the wrong script shows, then the right one.
    """

    names: list[str]
    about: str
    seen: tuple[str, str]

    @property
    def differs(self) -> bool:
        """Whether the twins do."""
        return self.seen[0] != self.seen[1]


def fingerprints(wrong: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """The HTML of a table of two fingerprints, each `Fingerprint.packed()`."""
    return _TEMPLATE.render(rows=rows(wrong, right))


def rows(wrong: Mapping[str, Any], right: Mapping[str, Any]) -> list[Row]:
    """What the table says, line by line; nothing of what happens in neither script."""
    both = (wrong, right)
    found = []
    if any(one["raised"] for one in both):
        found.append(Row([], "raises", _each(both, _raised)))
    if any(one["warned"] for one in both):
        found.append(Row([], "warns", _each(both, _warned)))
    found.append(Row([], "loss", _each(both, loss)))
    for name, counted in (("backward()", "backwards"), ("step()", "steps")):
        found.append(Row([name], "", _each(both, lambda one, of=counted: f"{one[of]} times")))
    return found + list(_places(both))


def loss(one: Mapping[str, Any]) -> str:
    """The first loss and the last."""
    losses = one["losses"]
    if not losses:
        return "none"
    first, last = (_number(losses[at]) for at in (0, -1))
    if len(losses) == 1:
        return f"{first}, once"
    if len(set(losses)) == 1:
        return f"{first}, to the last digit"
    return f"{first} → {last}"


def sentence(message: str) -> str:
    """The first sentence of what torch says."""
    found = _SENTENCE.match(message.strip())
    return found[0] if found else ""


def _each(both: tuple[Mapping, Mapping], say: Any) -> tuple[str, str]:
    return say(both[0]), say(both[1])


def _raised(one: Mapping[str, Any]) -> str:
    return f"{one['raised']}: {sentence(one['message'])}" if one["raised"] else "nothing"


def _warned(one: Mapping[str, Any]) -> str:
    return "; ".join(sentence(said.partition(": ")[2]) for said in one["warned"]) or "nothing"


def _number(number: float) -> str:
    if not math.isfinite(number):
        return str(number).replace("-", "−")
    return f"{number:.3g}".replace("-", "−")


def _places(both: tuple[Mapping, Mapping]) -> Iterator[Row]:
    """A row for each group of parameters and buffers that follow each other and did the same."""
    by_name = [{place["name"]: place for place in one["places"]} for one in both]
    names = list(dict.fromkeys([*by_name[0], *by_name[1]]))

    def seen(name: str) -> tuple[str, str]:
        return _place(by_name[0].get(name)), _place(by_name[1].get(name))

    for said, group in groupby(names, key=seen):
        yield Row(list(group), "", said)


def _place(place: Mapping[str, Any] | None) -> str:
    if place is None:
        return "not there"
    said = [_MOVED[place["moved"]]]
    if place["kind"] == "parameter":
        said.append(f".grad {place['grad']}")
        if not place["held"]:
            said.append("in no optimizer")
    elif place["kind"] == "tensor":
        said.append("no parameter")
    return ", ".join(said)
