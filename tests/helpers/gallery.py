"""The gallery of loops that do not learn: what each broken script shows, and its cured twin not.

A file of tests/not_learning/cases/ for each family, an entry for each case:

    item: # snippets/not_learning/cut/item_wrong.py, and its cured twin item.py
      shows: # each of these holds for the broken script, and does not for the cured one
        - raises AttributeError: has no attribute 'backward'
        - model.weight does not move
      learns: the loss falls to 0.01 # of the cured one
      finds: [no-gradient] # what check_connection.py finds in the broken one; left out: nothing

What can be said of a script stands in `_SAYINGS`. A name stands for all whose name begins so.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import torch
import yaml
from record.fingerprint import Fingerprint, Place, taken

from helpers.runs import ROOT, SNIPPETS

ROWS = ROOT / "tests/not_learning/cases"


@dataclass(frozen=True)
class Case:
    """A broken script and its cured twin, by their paths under snippets/."""

    name: str
    shows: list[str]
    learns: str
    finds: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """As it stands in a test's name."""
        return self.name

    @property
    def wrong(self) -> str:
        """The broken script."""
        return f"not_learning/{self.name}_wrong.py"

    @property
    def right(self) -> str:
        """The cured one."""
        return f"not_learning/{self.name}.py"

    @property
    def raises(self) -> bool:
        """Whether the broken script does."""
        return any(said.startswith("raises ") for said in self.shows)

    @property
    def warns(self) -> bool:
        """Whether torch warns in the broken script."""
        return any(said.startswith("warns: ") for said in self.shows)


@dataclass(frozen=True)
class Run:
    """A fingerprint, and the script's names at its end."""

    seen: Fingerprint
    names: dict[str, Any]


@cache
def run(name: str) -> Run:
    """What a script left behind, by its path under snippets/; it runs once."""
    return Run(*taken(SNIPPETS / name))


def cases() -> list[Case]:
    """All cases, family by family."""
    return [
        Case(f"{path.stem}/{name}", **row)
        for path in sorted(ROWS.glob("*.yml"))
        for name, row in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader).items()
    ]


def holds(saying: str, of: Run) -> bool:
    """Whether something can be said of a run.

    Raises:
        ValueError: if it is none of the things that can be said.
    """
    for pattern, is_so in _SAYINGS.items():
        if found := re.fullmatch(pattern, saying):
            return is_so(of, *found.groups())
    raise ValueError(f"{saying!r} is none of {list(_SAYINGS)}")


def _places(of: Run, name: str, is_so: Callable[[Place], bool]) -> bool:
    found = [p for p in of.seen.places if f"{p.name}.".startswith(f"{name}.") or p.name == name]
    return bool(found) and all(map(is_so, found))


def _loss(of: Run, at: int) -> float:
    """One of the losses; nan, of which nothing is true, if there is none."""
    return of.seen.losses[at] if of.seen.losses else math.nan


def _rises(losses: list[float]) -> float:
    """In which share of the steps the loss is higher than before."""
    pairs = list(pairwise(losses))
    return sum(after > before for before, after in pairs) / max(1, len(pairs))


_SAYINGS: dict[str, Callable[..., bool]] = {
    r"raises (\w+): (.+)": lambda of, kind, said: (
        of.seen.raised == kind and said in of.seen.message
    ),
    r"warns: (.+)": lambda of, said: any(said in warning for warning in of.seen.warned),
    r"backward\(\) never runs": lambda of: of.seen.backwards == 0,
    r"step\(\) never runs": lambda of: of.seen.steps == 0,
    r"step\(\) runs (\d+) times": lambda of, count: of.seen.steps == int(count),
    r"(\S+) does not move": lambda of, name: _places(of, name, lambda p: p.moved == "no"),
    r"(\S+) moves": lambda of, name: _places(of, name, lambda p: p.moved == "yes"),
    r"(\S+) becomes nan": lambda of, name: _places(of, name, lambda p: p.moved == "nan"),
    r"(\S+)\.grad is (None|zero|nan|left over|growing|finite)": (
        lambda of, name, grad: _places(of, name, lambda p: p.grad == grad)
    ),
    r"(\S+) is in no optimizer": lambda of, name: _places(of, name, lambda p: not p.held),
    r"(\S+) is no parameter": lambda of, name: _places(of, name, lambda p: p.kind == "tensor"),
    r"the loss stays the same": (
        lambda of: len(of.seen.losses) > 1 and len(set(of.seen.losses)) == 1
    ),
    r"the loss becomes (nan|inf)": lambda of, what: str(_loss(of, -1)) == what,
    r"the loss is (nan|inf) at first": lambda of, what: str(_loss(of, 0)) == what,
    r"the loss grows": lambda of: _loss(of, -1) > _loss(of, 0),
    r"the loss rises in (\S+) of the steps": (
        lambda of, share: _rises(of.seen.losses) >= float(share)
    ),
    r"the loss ends above (\S+)": lambda of, bound: _loss(of, -1) > float(bound),
    r"the loss ends below (\S+)": lambda of, bound: _loss(of, -1) < float(bound),
    r"the loss falls to (\S+)": (
        lambda of, share: -math.inf < _loss(of, -1) <= float(share) * _loss(of, 0)
    ),
    r"prints (.+)": lambda of, said: said in of.seen.printed,
    # What only the script's own names can tell; false if it never came to them.
    r"has (.+)": lambda of, said: _true(said, of),
}


def _true(expression: str, of: Run) -> bool:
    try:
        return bool(eval(expression, {"torch": torch, **of.names}))
    except NameError:
        return False
