"""Three times a reader is asked to predict what a line will change."""

from dataclasses import dataclass

from record.lines import Lines
from record.roles import Role


@dataclass(frozen=True)
class Question:
    """What a line will change.

    Attributes:
        at: the line's place among those that ran.
        statement: what stands on it.
        verdicts: what is said of each choice; short, as the line's sentence follows.
    """

    at: int
    statement: str
    verdicts: dict[str, str]


def questions(lines: Lines) -> list[Question]:
    """Asked before gradients appear, before parameters move, and before gradients go."""
    choices = _choices(lines)
    return [
        Question(
            at,
            lines.source.statement_text(lines.lines[at].number),
            {
                choice: f"{'Right:' if kind == right else 'No,'} {choices[right]}. "
                for kind, choice in choices.items()
            },
        )
        for at, right in _asked(lines).items()
    ]


def _asked(lines: Lines) -> dict[int, str]:
    """The places of the lines, and for each which choice is right."""
    roles = lines.roles
    found: dict[str, int] = {}
    for at, line in enumerate(lines.lines):
        grads = [v for n, v in line.changed.items() if roles[n] == Role.GRADIENT]
        if any(roles[n] == Role.PARAMETER for n in line.changed):
            found.setdefault("step", at)
        elif grads:
            found.setdefault("gone" if all(g is None for g in grads) else "backward", at)
    rights = {"backward": "gradient", "step": "parameter", "gone": "gradient"}
    return {at: rights[kind] for kind, at in sorted(found.items(), key=lambda item: item[1])}


def _choices(lines: Lines) -> dict[str, str]:
    memory = ", and what the optimizer remembers" if Role.STATE in lines.roles.values() else ""
    return {
        "loss": "the loss",
        "gradient": "each .grad",
        "parameter": f"each parameter{memory}",
        "both": f"each .grad and each parameter{memory}",
        "nothing": "nothing",
    }
