"""The recorded runs that tests make claims about: the snippets', and their broken twins'."""

from functools import cache
from pathlib import Path

from record.recorder import Recording, record

ROOT = Path(__file__).parents[2]
SNIPPETS = ROOT / "snippets"


@cache
def run(name: str) -> Recording:
    """The recording of a snippet, by its path under snippets/; made once."""
    return record(SNIPPETS / name)


def twin(name: str, folder: Path, *changes: tuple[str, str]) -> Recording:
    """The recording of a snippet with something changed in it.

    Args:
        name: the snippet's path under snippets/.
        folder: where to put the changed copy.
        changes: what to replace, and by what. Each must be found, so that a twin never stays whole.
    """
    source = (SNIPPETS / name).read_text("utf-8")
    for old, new in changes:
        assert old in source, f"{name} has no {old!r} to change"
        source = source.replace(old, new)
    path = folder / Path(name).name
    path.write_text(source, "utf-8")
    return record(path)
