"""What a page's script is told of a figure: a file, which it loads once the figure is in view."""

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field

_FOLDER = "assets/worlds/data"  # in the built site, beside the scripts that read it


@dataclass(frozen=True)
class Told:
    """A figure that a page's script brings to life with what its fields hold.

    Attributes:
        still: the drawings that stand in its place without a script.
    """

    still: tuple[str, ...] = field(kw_only=True)

    @property
    def file(self) -> str:
        """The name by which the page asks for what it is told."""
        return self._told[0]

    @property
    def files(self) -> dict[str, str]:
        """What the page's script reads, by its path in the site."""
        return self._told[1]

    @property
    def _told(self) -> tuple[str, dict[str, str]]:
        facts = {name: _finite(value) for name, value in asdict(self).items() if name != "still"}
        text = json.dumps(facts, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        # A page and what it reads are of one build.
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
        return name, {f"{_FOLDER}/{name}": text}


def _finite(value, listed=False):
    """With None for inf and nan, which JSON has not.

    A list is of what torch computed, so of its numbers go the digits that a float32 holds;
    docs/assets/worlds/parts.js reads them so. Settings stay as they are.
    """
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_finite(part, listed=True) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return float(f"{value:.9g}") if listed and isinstance(value, float) else value
