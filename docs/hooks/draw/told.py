"""What a page's script is told of a figure: a file, which it loads once the figure is in view."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_FOLDER = "assets/worlds/data"  # in the built site, beside the scripts that read it


def told(facts: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The file's name, by which a page asks for it, and its content, by its path in the site.

    Args:
        facts: what JSON can say; no inf and no nan.
    """
    text = json.dumps(facts, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    # A page and what it reads are of one build.
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    return name, {f"{_FOLDER}/{name}": text}
