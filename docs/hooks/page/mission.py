"""A mission of the explorer as HTML: its settings, its question, and a reply to each expectation.

It knows Markdown's form of it, which is that of a question, and not what a run decides.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from record.errors import RecordingError
from stepper.markup import templates

from page.ask import CHOICE, parts

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)


@dataclass(frozen=True)
class Mission:
    """What a reader may find out.

    Attributes:
        name: the same as long as nothing of it changes; what was answered is kept under it.
        title: what it is about, as Markdown.
        sets: the explorer's address, after its #.
        text: the question, as Markdown.
        choices: of each what the explorer says of a run that does so, its text and the reply.
    """

    name: str
    title: str
    sets: str
    text: str
    choices: Sequence[tuple[str, str, str]]


def read(source: str, title: str, sets: str) -> Mission:
    """The mission of a fence.

    Raises:
        RecordingError: if it has no question, or two choices that say the same of the run.
    """
    name = "mission-" + hashlib.sha256(f"{title} {sets} {source}".encode()).hexdigest()[:8]
    text, choices = parts(source, CHOICE)
    says = [said for said, *_ in choices]
    if len(set(says)) < len(says):
        raise RecordingError(f"two choices say the same of the run: {', '.join(says)}")
    return Mission(name, title, sets, text, choices)


def html(mission: Mission, phrase: Callable[[str], str]) -> str:
    """The HTML of a mission.

    Args:
        mission: the mission.
        phrase: renders a piece of Markdown.
    """
    made = _TEMPLATES.get_template("mission.html").render(
        name=mission.name,
        sets=mission.sets,
        title=Markup(phrase(mission.title)),
        text=Markup(phrase(mission.text)),
        choices=[
            (says, Markup(phrase(text)), Markup(phrase(reply)))
            for says, text, reply in mission.choices
        ],
    )
    return made.strip()  # or it would be no block to Markdown
