"""asked.yml: the phrases in which people ask for a section, and what torch says there.

The weights do not change: # an area of questions.md
  training_loop.md#where-to-call-zero_grad: # the section that answers
    - do I need zero_grad # as someone would type it
    - "`element 0 of tensors does not require grad`" # in backticks: as torch prints it
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import yaml

FILE = "asked.yml"
# libyaml, which comes with PyYAML's wheels, takes a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# All the ways in which something is asked can be a wall of words: then only so many stand open.
_SHOWN = 6
_WALL = 8
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!<>&$|-])")


@dataclass(frozen=True)
class Asked:
    """How people ask for one section, within one area.

    Attributes:
        area: what the questions are about, as a heading.
        place: the page's file under docs/, and the heading's id: losses/mse.md#in-short.
        phrases: in the words of who asks; the first stands for all.
        messages: as torch prints them, without the backticks.
    """

    area: str
    place: str
    phrases: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def read_asked(docs: Path) -> list[Asked]:
    """All that is in asked.yml, in its order; nothing where there is no such file."""
    path = docs / FILE
    return list(_asked(path.read_text("utf-8"))) if path.is_file() else []


def _asked(text: str) -> Iterator[Asked]:
    for area, places in (yaml.load(text, _LOADER) or {}).items():
        for place, lines in places.items():
            said = [line.startswith("`") for line in lines]
            yield Asked(
                area,
                place,
                [line for line, is_said in zip(lines, said, strict=True) if not is_said],
                [line.strip("`") for line, is_said in zip(lines, said, strict=True) if is_said],
            )


def to_markdown(asked: Iterable[Asked]) -> str:
    """A list of questions for each area; the first of each question is the way to its answer."""
    lines = []
    for area, questions in groupby(asked, key=lambda question: question.area):
        lines += ["", f"## {area}", ""]
        for question in questions:
            first, *others = [_plain(phrase) for phrase in question.phrases]
            # The rest of a message is advice, and the same in all.
            others += [f"`{message.split('. ')[0]}`" for message in question.messages]
            shown = len(others) if len(others) < _WALL else _SHOWN - 1
            line = " · ".join([f"- [{first}]({question.place})", *others[:shown]])
            lines.append(line + _folded(others[shown:]))
    return "\n".join([*lines, ""])


def _folded(others: list[str]) -> str:
    """The other ways to ask a question; nothing where there is none."""
    if not others:
        return ""
    return f" <details><summary>{len(others)} more</summary>{' · '.join(others)}</details>"


def _plain(phrase: str) -> str:
    """A phrase whose signs are no Markdown."""
    return _MARKUP.sub(r"\\\1", phrase)
