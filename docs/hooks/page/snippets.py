"""Where the snippets are that pages show and measure."""

import difflib
from pathlib import Path

from record.errors import RecordingError

SNIPPETS = Path(__file__).parents[3] / "snippets"


def snippet(name: str) -> Path:
    """The file of a snippet, by its path under snippets/.

    Raises:
        RecordingError: if there is none; names those that are called alike.
    """
    path = SNIPPETS / name
    if not path.is_file():
        known = [str(p.relative_to(SNIPPETS)) for p in sorted(SNIPPETS.rglob("*.py"))]
        close = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known
        raise RecordingError(f"no snippet snippets/{name}; is it {' or '.join(close)}?")
    return path
