"""A run that the reader walks through line by line: its HTML, and the data that a script reads.

Without the script the HTML shows a table of one epoch. docs/assets/stepper/ is the script.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup
from record.lines import Lines
from record.recorder import Recording

from stepper.formulas import formulas
from stepper.recording import recording
from stepper.sentences import Sentences
from stepper.view import page
from stepper.words import Sentence, fill, walked

_FOLDER = "assets/stepper/data"  # in the built site, beside the script that reads it


@dataclass(frozen=True)
class Stepper:
    """A stepper; its `str()` is the part of a page.

    Attributes:
        html: that part.
        files: what the page's script reads, by its path in the site.
    """

    html: str
    files: dict[str, str]

    def __str__(self) -> str:
        """The HTML."""
        return self.html


# Of a run, whose series have places by their names: its pictures, and the files that they read.
Pictures = Callable[[Recording, dict[str, int]], tuple[Markup, dict[str, str]]]


def stepper(run: Recording, pictures: Pictures) -> Stepper:
    """The run's training loop, to be walked through."""
    lines = run.lines
    sentences, told, short = zip(*_told(lines), strict=True)
    data = recording(lines, sentences)
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    # A page and what it reads are of one build.
    name = f"{run.path.stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    places = {one["name"]: place for place, one in enumerate(data["series"])}
    drawn, files = pictures(run, places)
    html = page(
        lines,
        places,
        told,
        short,
        formulas=formulas(lines, places),
        script=run.path.name,
        recording=name,
        pictures=drawn,
    )
    return Stepper(html, {f"{_FOLDER}/{name}": text, **files})


def _told(lines: Lines) -> Iterator[tuple[Sentence, str, str]]:
    """What each line did: briefly, with places for the numbers; as text; and briefly as text."""
    whole, brief = Sentences(lines), Sentences(lines, whole=False)
    for at, (line, before, after) in enumerate(walked(lines)):
        sentence = brief.of(at, before, after)
        text = fill(whole.of(at, before, after), line, before, after)
        yield sentence, text, fill(sentence, line, before, after)
