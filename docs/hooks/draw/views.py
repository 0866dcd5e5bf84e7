"""Worlds in another figure than their own: the places that docs/assets/worlds/views.js draws on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup
from stepper.markup import templates

_TEMPLATES = templates(Path(__file__).with_name("templates"))


def views(shown: Mapping[str, Sequence[int]], file: str) -> Markup:
    """The places.

    Args:
        shown: which worlds, each with the series of the stepper's recording that it shows.
        file: what their script reads.
    """
    return Markup(_TEMPLATES.get_template("pictures.html").render(shown=shown, file=file))
