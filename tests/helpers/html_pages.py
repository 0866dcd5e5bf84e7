"""What the pages of a built site hold, read from their HTML: ids, links, figures, numbers."""

import gzip
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin

from helpers.runs import ROOT

_LEADS = {"href", "src", "xlink:href"}
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
_SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000/")  # as in mkdocs.yml


@dataclass
class Page:
    """One page: the ids on it, where it leads, and how much it shows of what was measured."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    figures: int = 0
    numbers: int = 0


def parse(html: str) -> Page:
    """The page of some HTML."""
    parser = _Parser()
    parser.feed(html)
    return parser.page


@cache
def read(path: Path) -> Page:
    """The page of an HTML file; read once."""
    return parse(path.read_text("utf-8"))


def sources() -> list[str]:
    """The file of each page, by its path under docs/: Markdown, and labs."""
    docs = ROOT / "docs"
    no_pages = {"hooks", "overrides"}
    files = {path.relative_to(docs) for path in docs.rglob("*.md")}
    files |= {path.relative_to(docs) for path in (docs / "labs").glob("*.py")}
    return sorted(file.as_posix() for file in files if file.parts[0] not in no_pages)


def html_of(source: str) -> str:
    """Where the page of a file goes: `losses/mse.md` to `losses/mse/index.html`."""
    path = PurePosixPath(source)
    folder = path.parent if path.stem == "index" else path.with_suffix("")
    return (folder / "index.html").as_posix()


def weight(files: Iterable[Path]) -> int:
    """Bytes of some files as a server sends them, each compressed by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def in_style_sheet(path: Path) -> list[str]:
    """Where a style sheet leads."""
    return _URL.findall(path.read_text("utf-8"))


def to_nowhere(site: Path, name: str, links: Iterable[str]) -> Iterator[str]:
    """Those links, images and the like that lead to nowhere within the site.

    Args:
        site: the folder of the built site.
        name: the file in it that they stand in.
        links: what stands in it as `href`, `src` or `url(…)`.
    """
    for link in links:
        address, fragment = urldefrag(urljoin(_SITE_URL + name, link))
        if not address.startswith(_SITE_URL):
            continue  # another site, mailto:, data:
        target = site / unquote(address.removeprefix(_SITE_URL))
        if target.is_dir():
            target /= "index.html"
        if "=" in fragment:
            fragment = ""  # what a page's script is to show, as `#lr=0.1`; browser tests open it
        if not target.is_file():
            yield f"{link}: no such file"
        elif fragment and target.suffix == ".html" and unquote(fragment) not in read(target).ids:
            yield f"{link}: no such id"


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.page.ids += [named["id"]] if "id" in named else []
        self.page.links += [value for name, value in named.items() if name in _LEADS]
        self.page.links += _URL.findall(named.get("style", "") + named.get("clip-path", ""))
        self.page.figures += tag == "figure" and "data-show" in named
        self.page.numbers += tag == "data" and "value" in named
