"""A script -> the part of a page that shows it: what matters first, what it printed, the file."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from markupsafe import Markup
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url
from stepper.markup import coloured, templates

from page import notes
from page.listing import Listing, Part, Why, difference, is_result, printed
from page.notebook import colab
from page.output import Block, blocks

WRONG, RIGHT = "wrong", "right"
DOWNLOADS = "snippets"  # where in the site the files are

_TEMPLATE = templates(Path(__file__).with_name("templates")).get_template("code.html")


@dataclass(frozen=True)
class Line:
    """A line of a script.

    Attributes:
        html: what stands in it.
        tag: the element around it.
        depth: by how many characters it is indented.
        lacks: whether something is missing below it that the right script has.
        result: whether it says what was printed.
    """

    html: Markup
    tag: str
    depth: int
    lacks: bool = False
    result: bool = False


@dataclass(frozen=True)
class Fold:
    """Lines that stand together, and what stands for them while they are folded.

    Attributes:
        lines: the lines.
        folded: whether they are.
        says: on the button that unfolds them; empty if they fold without a word, as results do.
        same: what leads to the script that has some of them; empty if it has none.
        as_in: the name of that script's page.
        link: the address of that script.
    """

    lines: Sequence[Line]
    folded: bool
    says: str = ""
    same: str = ""
    as_in: str = ""
    link: str = ""


@dataclass(frozen=True)
class Shown:
    """What the template says of a file."""

    path: str
    address: str
    kind: str
    parts: Sequence[Fold]
    printed: Sequence[Block]
    length: int
    download: str = ""
    colab: str = ""

    @property
    def folds(self) -> bool:
        """Whether any line is folded."""
        return any(part.folded for part in self.parts)


@dataclass(frozen=True)
class Place:
    """The page on which a script is shown.

    Attributes:
        source: the page, by its path under docs/.
        docs: the folder of all pages.
        repository: the address of the repository that the site is made from; empty if unknown.
    """

    source: str
    docs: Path
    repository: str = ""

    def to(self, url: str) -> str:
        """From this page to something else in the site."""
        return get_relative_url(url, _url(self.source))

    def home(self, snippet: str) -> tuple[str, str]:
        """The page that shows a snippet as its own: its name, and the address of the snippet."""
        source = home_of(snippet, self.docs)
        address = f"#{address_of(snippet)}"
        if source == self.source:
            return PurePosixPath(snippet).name, address
        return _title(self.docs / source), self.to(_url(source)) + address


def address_of(snippet: str) -> str:
    """The id of a snippet on its page: its file's name."""
    return PurePosixPath(snippet).name


def home_of(snippet: str, docs: Path) -> str:
    """The page that a snippet mirrors, by its path under docs/."""
    path = PurePosixPath(snippet).with_suffix("")
    pages = [f"{path}.md", f"{path.parent}.md", f"{path.parent}/index.md"]
    return next(page for page in pages if (docs / page).is_file())


def loose(source: str) -> str:
    """The HTML of code that is in no file, and what it printed."""
    listing = Listing(source)
    # Where all would fold, nothing does.
    file = _shown(listing if listing.visible else Listing(source, folds=False))
    return _TEMPLATE.render(file=file, versions=[])


def whole(
    snippet: str, text: str, place: Place, other: tuple[str, str] | None = None, start: str = ""
) -> str:
    """The HTML of a snippet.

    Args:
        snippet: its path under snippets/.
        text: what stands in it.
        place: where it is shown.
        other: path and text of the snippet that it varies.
        start: how the first line begins that is shown at once.
    """
    as_in = place.home(other[0]) if other else ("", "")
    listing = Listing(text, other[1] if other else None, start=start)
    file = _shown(listing, snippet, place, as_in=as_in)
    return _TEMPLATE.render(file=file, versions=[])


def results(text: str) -> str:
    """The HTML of what was printed, without the code that printed it."""
    return _TEMPLATE.render(results=blocks(text.splitlines()))


def wrong_and_right(wrong: tuple[str, str], right: tuple[str, str], place: Place) -> str:
    """The HTML of a wrong snippet and its right twin, each path and text."""
    versions = []
    for (path, text), (_, other), kind, twin in (
        (wrong, right, WRONG, RIGHT),
        (right, wrong, RIGHT, WRONG),
    ):
        listing = Listing(text, other, around=2, first=kind == WRONG)
        versions.append(_shown(listing, path, place, kind, as_in=(f"the {twin} script", "")))
    pieces = [
        [
            Line(html, {"-": "del", "+": "ins"}.get(sign, "span"), _depth(line))
            for (sign, line), html in zip(piece, _coloured(piece), strict=True)
        ]
        for piece in difference(wrong[1], right[1])
    ]
    name = PurePosixPath(wrong[0]).stem.replace("_", "-")
    return _TEMPLATE.render(versions=versions, difference=pieces, name=name)


def _coloured(piece: Sequence[tuple[str, str]]) -> list[Markup]:
    return [coloured(line)[0] if line else Markup("") for _, line in piece]


def _shown(
    listing: Listing,
    path: str = "",
    place: Place | None = None,
    kind: str = "",
    as_in: tuple[str, str] = ("", ""),
) -> Shown:
    html = coloured(listing.text)

    def line(number: int) -> Line:
        tag = "mark" if number in listing.marked else "span"
        lacks = kind == WRONG and number in listing.lacking
        text = listing.lines[number - 1]
        return Line(html[number - 1], tag, _depth(text), lacks, is_result(text))

    here = place is not None and bool(path) and home_of(path, place.docs) == place.source
    return Shown(
        path=path,
        address=address_of(path) if here else "",
        kind=kind,
        parts=[
            _fold(
                part,
                [line(n) for n in part.numbers],
                as_in,
                bool(path) and part is listing.parts[-1],
            )
            for part in listing.parts
        ],
        printed=blocks(printed(listing.text)),
        length=len(listing.lines),
        download=place.to(posixpath.join(DOWNLOADS, path)) if place else "",
        colab=colab(path, place.repository) if place else "",
    )


def _fold(part: Part, lines: Sequence[Line], as_in: tuple[str, str], silent: bool) -> Fold:
    if not part.folded:
        return Fold(lines, folded=False)
    if not part.count or (silent and set(part.folded) <= {Why.PRINT, Why.RESULT, Why.BLANK}):
        return Fold(lines, folded=True)  # the results stand right below, and the file is a tap away
    says = f"… {part.count} lines"
    kinds = ", ".join(part.kinds)
    if not part.same:
        return Fold(lines, True, f"{says}: {kinds}")
    same = f"{part.same} as in" if kinds else "as in"
    return Fold(lines, True, f"{says}: {kinds}," if kinds else says, same, *as_in)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _url(source: str) -> str:
    return File(source, "docs", "site", use_directory_urls=True).url


def _title(page: Path) -> str:
    lines = notes.read(page).splitlines()
    heading = next(line for line in lines if line.startswith("# "))
    return re.sub(r"\s*(<.*>|\{.*\})$|`", "", heading.removeprefix("# "))
