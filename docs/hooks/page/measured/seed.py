"""The seed of a run."""

from pathlib import Path

from page.measured.run import run


def seed(path: Path) -> int | None:
    """What the snippet gave `torch.manual_seed` last, or None."""
    return run(path).seed
