"""What a script left behind."""

from pathlib import Path
from typing import Any

from record import fingerprint as recorded


def fingerprint(path: Path) -> dict[str, Any]:
    """What the snippet left behind, even if it raises; see `Fingerprint.packed`."""
    return recorded.fingerprint(path).packed()
