"""The sentence of each line that ran, as the build says it."""

from record.lines import Lines
from record.seen import GONE
from stepper.sentences import Sentences
from stepper.words import fill


def told(lines: Lines, whole: bool = True) -> dict[tuple[int, int], str]:
    """The sentence of each line that ran, by epoch and number."""
    sentences = Sentences(lines, whole)
    before = dict(lines.start)
    said = {}
    for at, line in enumerate(lines.lines):
        after = {n: v for n, v in (before | line.changed).items() if v is not GONE}
        sentence = sentences.of(at, before, after)
        said[line.epoch, line.number] = fill(sentence, line, before, after).strip()
        before = after
    return said
