"""What the pages hold, read from their Markdown: fenced blocks and embedded snippets."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from helpers.runs import ROOT

_FENCE = re.compile(r"^(?P<lead>[ \t>]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_OPTION = re.compile(r"""(\w+)=(["'])(.*?)\2""")
_EMBED = re.compile(r'--8<-- "(?P<target>[^"]+)"')


@dataclass(frozen=True)
class Fence:
    """A fenced block: where it opens, what stands behind its ticks, and its text."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def language(self) -> str:
        """Its first word, without braces and dots; empty for none."""
        words = self.info.strip(" {}").split()
        return words[0].lstrip(".").lower() if words else ""

    @property
    def options(self) -> dict[str, str]:
        """What stands behind the language, as `title="…"`."""
        return {name: value for name, _, value in _OPTION.findall(self.info)}

    @property
    def embedded(self) -> str | None:
        """The snippet that stands in it, or None."""
        match = _EMBED.fullmatch(self.text.strip())
        return match["target"] if match else None


@cache
def pages() -> list[Path]:
    """Every page of Markdown, and the README."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@cache
def fences(page: Path) -> list[Fence]:
    """Every fenced block of a page, of backticks or tildes, indented or quoted too."""
    found = []
    opened: tuple[int, re.Match, list[str]] | None = None
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        match = _FENCE.match(line)
        if opened is None and match:
            opened = number, match, []
        elif opened and line.strip(" \t>") == opened[1]["ticks"]:
            start, head, body = opened
            found.append(Fence(page, start, head["info"].strip(), "\n".join(body)))
            opened = None
        elif opened:
            opened[2].append(line.removeprefix(opened[1]["lead"]))
    assert opened is None, f"{page}, line {opened[0]}: a fence that never closes"
    return found


def all_fences() -> list[Fence]:
    """Every fenced block of every page."""
    return [fence for page in pages() for fence in fences(page)]


def addresses() -> list[str]:
    """The address of every page, relative to the site's: `""` for the first, `losses/mse/`."""
    docs = ROOT / "docs"
    sources = [*docs.rglob("*.md"), *(docs / "labs").glob("*.py")]
    plain = (path.relative_to(docs).with_suffix("").as_posix() for path in sources)
    return sorted(f"{name}/".removesuffix("index/") for name in plain)


def moved() -> list[str]:
    """The addresses that pages had and have no more, in the form of `addresses`."""
    return list(yaml.safe_load((ROOT / "docs/moved.yml").read_text("utf-8")))
