"""What people ask of the site: their words, and the sections that answer them."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "search"


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        words: as someone typed them.
        answers: where any of the right sections stands, from the site's root on.
        thread: the public thread in which it was asked, or nothing.
    """

    words: str
    answers: frozenset[str]
    thread: str


def questions(name: str) -> list[Question]:
    """Those of one file in tests/search."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    return [_question(line) for line in lines if not line.startswith("#")]


def _question(line: str) -> Question:
    words, answers, thread = line.split("\t")
    # The home page's own address is empty, which a file shows badly.
    return Question(words, frozenset(at.removeprefix("/") for at in answers.split(" ")), thread)
