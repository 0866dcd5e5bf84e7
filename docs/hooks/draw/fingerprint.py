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
# One word before a colon is no sentence, as in "std(): degrees of freedom is <= 0".
_SENTENCE = re.compile(r"(?:\S+\s)?.+?(?=:\s|[.;!?][\s']|[.!?]?$|\n)")
_ASIDE = re.compile(r"\s+\([^()]*\)$")
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


def fingerprints(path: str, wrong: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """The HTML of a table of two fingerprints, each `Fingerprint.packed()`.

    Args:
        path: the wrong script's, under snippets/.
        wrong: what was seen of it.
        right: what was seen of its right twin.
    """
    return _TEMPLATE.render(path=path, rows=rows(wrong, right))


def rows(wrong: Mapping[str, Any], right: Mapping[str, Any]) -> list[Row]:
    """What the table says, line by line; nothing of what happens in neither script."""
    both = (wrong, right)
    found = []
    if any(one["raised"] for one in both):
        found.append(Row([], "raises", _each(both, _raised)))
    if any(one["warned"] for one in both):
        found.append(Row([], "warns", _each(both, _warned)))
    printed = _each(both, _printed)
    if printed[0] != printed[1]:  # for some cases all that differs
        found.append(Row([], "prints", printed))
    found.append(Row([], "loss", _each(both, loss)))
    if any(len(one["held_out"]) > 1 for one in both):
        found.append(Row([], "held-out loss", _each(both, _held_out)))
    said = {
        "backward()": _each(both, lambda one: _times(one["backwards"])),
        "step()": _each(both, lambda one: _times(one["steps"])),
    }
    return found + list(_together(said)) + list(_together(_places(both)))


def loss(one: Mapping[str, Any]) -> str:
    """The first loss and the last."""
    losses = one["losses"]
    if not losses:
        return "none"
    first, last = (_number(losses[at]) for at in (0, -1))
    if len(losses) == 1:
        return f"{first}, once"
    if not any(map(math.isfinite, losses)):  # nan is not equal to itself, unless it is one object
        return f"{first} from the start"
    if len(set(losses)) == 1:
        return f"{first}, to the last digit"
    return f"{first} → {last}"


def sentence(message: str) -> str:
    """The first sentence of what torch says, without what stands in brackets at its end."""
    found = _SENTENCE.match(message.strip())
    return _ASIDE.sub("", found[0]) if found else ""


def _each(both: tuple[Mapping, Mapping], say: Any) -> tuple[str, str]:
    return say(both[0]), say(both[1])


def _printed(one: Mapping[str, Any]) -> str:
    """The last line, in which a script says what came of it."""
    return next(reversed(one["printed"].splitlines()), "nothing")


def _held_out(one: Mapping[str, Any]) -> str:
    return loss({"losses": one["held_out"]})


def _raised(one: Mapping[str, Any]) -> str:
    return f"{one['raised']}: {sentence(one['message'])}" if one["raised"] else "nothing"


def _warned(one: Mapping[str, Any]) -> str:
    return "; ".join(sentence(said.partition(": ")[2]) for said in one["warned"]) or "nothing"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times" if count else "never"


def _number(number: float) -> str:
    if not math.isfinite(number):
        return str(number).replace("-", "−")
    if 0 < abs(number) < 0.001:
        digit, _, power = f"{number:.0e}".partition("e")
        return f"{digit}e{int(power)}".replace("-", "−")
    return f"{number:.3g}".replace("-", "−")


def _places(both: tuple[Mapping, Mapping]) -> dict[str, tuple[str, str]]:
    """What each parameter and buffer did."""
    by_name = [{place["name"]: place for place in one["places"]} for one in both]
    names = dict.fromkeys([*by_name[0], *by_name[1]])
    return {name: (_place(by_name[0].get(name)), _place(by_name[1].get(name))) for name in names}


def _together(said: Mapping[str, tuple[str, str]]) -> Iterator[Row]:
    """A row for those that follow each other and did the same."""
    for seen, names in groupby(said, key=said.__getitem__):
        yield Row(list(names), "", seen)


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
