"""A question that waits: its text, its choices, and a reply to each. Knows Markdown's form of it.

What happens to the loss?

- `loss[-1] < loss[0]`: It falls.
  Why this is right, or why it tempts.
- `loss[-1] >= loss[0]`: It does not.
  The same for this one.

With a number to guess the choices are `below`, `near` and `above`, and need no words of their own.
With a curve to draw they are what a curve does, as `bends.SHAPES` has it.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from record.errors import RecordingError
from stepper.markup import templates

from page import rest
from page.bends import SHAPES
from page.rest import Rest

CHOICE = re.compile(r"- `(?P<decides>[^`]+)`: (?P<text>.+)")
_GUESS = re.compile(r"- (?P<decides>below|near|above): (?P<text>.+)")
_SHAPE = re.compile(rf"- (?P<decides>{'|'.join(SHAPES)}): (?P<text>.+)")
_CURVE = {"draw", "shown", "beside"}
_SLIDER = ("from", "to", "step", "within")

# A search takes the tags away.
_TEMPLATE = templates(Path(__file__).with_name("templates"), searched=True).get_template("ask.html")


@dataclass(frozen=True)
class Choice:
    """What a reader may answer.

    Attributes:
        text: the answer, as Markdown.
        reply: what is said of it, as Markdown.
        right: whether the run decides for it.
        shape: what a curve does that is drawn so.
    """

    text: str
    reply: str
    right: bool
    shape: str = ""


@dataclass(frozen=True)
class Slider:
    """Where a number is guessed.

    Attributes:
        least: the slider's first number.
        most: its last.
        step: between two of them.
        low: the least that is near enough.
        high: the most.
        unit: what stands behind the number.
        answer: what was measured.
    """

    least: str
    most: str
    step: str
    low: str
    high: str
    unit: str
    answer: str


@dataclass(frozen=True)
class Ask:
    """A question, with what the run decided."""

    name: str
    text: str
    choices: Sequence[Choice]
    slider: Slider | None = None
    curve: Rest | None = None


def read(
    source: str,
    options: dict[str, str],
    decide: Callable[[str], bool | float],
    curve: Callable[[str], Sequence[float]],
) -> Ask:
    """The question of a fence.

    Args:
        source: what stands in the fence.
        options: the fence's, all but those that say what it veils.
        decide: what an expression over the recording is.
        curve: the values that were recorded, one a step, by what they are of.

    Raises:
        RecordingError: if it has no question in it, or not one right choice; says how to fix it.
    """
    name = "ask-" + hashlib.sha256(f"{options} {source}".encode()).hexdigest()[:8]
    if options.keys() & _CURVE:
        if "draw" not in options or options.keys() - _CURVE - {"path"}:
            raise RecordingError('write draw="…" for a curve, with no other options than its own')
        return _drawn(name, source, rest.read(options, curve))
    slider = {key: options[key] for key in _SLIDER if key in options}
    if ("estimate" in options) != bool(slider) or (slider and len(slider) < len(_SLIDER)):
        raise RecordingError('a guess is estimate="…" from="…" to="…" step="…" within="…"')
    text, written = parts(source, _GUESS if slider else CHOICE)
    if not slider:
        choices = [Choice(text, reply, _is_true(decide, if_)) for if_, text, reply in written]
        rights = [if_ for choice, (if_, *_) in zip(choices, written, strict=True) if choice.right]
        if len(rights) != 1:
            said = " and ".join(f"`{if_}`" for if_ in rights) or "none"
            raise RecordingError(f"the run decides for {said}; one choice is to be right")
        return Ask(name, text, choices)
    if [which for which, *_ in written] != ["below", "near", "above"]:
        raise RecordingError("a guess has three replies: `- below: …`, `- near: …`, `- above: …`")
    digits = len(slider["step"].partition(".")[2])
    unit, answer, within = options.get("unit", ""), decide(options["estimate"]), slider["within"]
    if not float(slider["from"]) < answer < float(slider["to"]):
        raise RecordingError(f"{options['estimate']} is {answer}, where the slider does not lead")
    low, high = (f"{answer + sign * float(within):.{digits}f}" for sign in (-1, 1))
    near = low if low == high else f"{low} to {high}"
    texts = [f"less than {low}{unit}", f"{near}{unit}", f"more than {high}{unit}"]
    return Ask(
        name,
        text,
        [
            Choice(text, f"{first} {rest}".strip(), which == "near")
            for text, (which, first, rest) in zip(texts, written, strict=True)
        ],
        Slider(
            slider["from"], slider["to"], slider["step"], low, high, unit, f"{answer:.{digits}f}"
        ),
    )


def _drawn(name: str, source: str, curve: Rest) -> Ask:
    text, written = parts(source, _SHAPE)
    shapes = [shape for shape, *_ in written]
    if curve.shape not in shapes or len(set(shapes)) < len(shapes):
        raise RecordingError(
            f"{curve.name} {curve.shape}: give it a reply, and no other two; "
            f"replies are to {', '.join(SHAPES)}"
        )
    choices = [
        Choice(f"It {shape}.", f"{first} {more}".strip(), shape == curve.shape, shape)
        for shape, first, more in written
    ]
    return Ask(name, text, choices, curve=curve)


def html(ask: Ask, until: str, phrase: Callable[[str], str]) -> str:
    """The HTML of a question.

    Args:
        ask: the question.
        until: how begins what it holds back no more; empty for the next heading.
        phrase: renders a piece of Markdown.
    """
    made = _TEMPLATE.render(
        name=ask.name,
        until=until,
        slider=ask.slider,
        curve=ask.curve and {"drawn": Markup(rest.html(ask.curve)), "said": rest.said(ask.curve)},
        text=Markup(phrase(ask.text)),
        choices=[
            (
                Markup(phrase(choice.text)),
                Markup(phrase(choice.reply)),
                choice.right,
                choice.shape,
            )
            for choice in ask.choices
        ],
    )
    return made.strip()  # or it would be no block to Markdown


def parts(source: str, form: re.Pattern) -> tuple[str, list[tuple[str, str, str]]]:
    """The question, and of each choice what decides, its text, and its reply."""
    question: list[str] = []
    choices: list[tuple[str, str, list[str]]] = []
    for line in filter(str.strip, source.splitlines()):
        begins = form.fullmatch(line)
        if begins:
            choices.append((begins["decides"], begins["text"], []))
        elif line.startswith("- "):
            raise RecordingError(f"`{line}` does not read as - `expression`: choice")
        elif choices and line.startswith("  "):
            choices[-1][2].append(line.strip())
        elif choices:
            raise RecordingError(f"`{line}` is indented if it belongs to the reply above it")
        else:
            question.append(line.strip())
    if not question or len(choices) < 2:
        raise RecordingError("a question is a text and two choices at least")
    return " ".join(question), [(if_, text, " ".join(reply)) for if_, text, reply in choices]


def _is_true(decide: Callable[[str], bool | float], expression: str) -> bool:
    found = decide(expression)
    if not isinstance(found, bool):
        raise RecordingError(f"`{expression}` is {found}: neither true nor false")
    return found
