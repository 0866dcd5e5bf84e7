"""The gallery's own index: the wall of curves, torch's messages, and the pages of the families.

A page holds `<div data-gallery="curves"></div>`, `…"messages"…` or `…"families"…`; what they show
are the fingerprints on all pages of this build.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from draw.curves import Tile, curves
from draw.fingerprint import sentence
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url
from page.gallery import Case, cases
from stepper.markup import templates

_TEMPLATES = templates(Path(__file__).with_name("page") / "templates")


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Fill the places, now that every page has been rendered."""
    found = cases(files)
    makers: dict[str, Callable[[list[Case], str], str]] = {
        "curves": _curves,
        "messages": _messages,
        "families": partial(_families, files),
    }
    for file in files.documentation_pages():
        page = file.page
        if page is not None and page.content and "data-gallery=" in page.content:
            for name, make in makers.items():
                place = f'<div data-gallery="{name}"></div>'
                if place in page.content:
                    page.content = page.content.replace(place, make(found, page.url))


def _curves(found: list[Case], here: str) -> str:
    """Those that have a curve."""
    tiles = (Tile(case.mistake, _way(case, here), *case.lines) for case in found if case.has_curve)
    return curves(tiles)


def _messages(found: list[Case], here: str) -> str:
    """A row for each first sentence, with all cases in which it was said."""
    rows: dict[str, list[dict[str, str]]] = {}
    for case in found:
        for message in case.messages:
            kind, _, said = message.partition(": ")
            way = {"title": case.mistake, "way": _way(case, here)}
            rows.setdefault(f"{kind}: {sentence(said)}", []).append(way)
    return _TEMPLATES.get_template("messages.html").render(messages=dict(sorted(rows.items())))


def _families(files: Files, found: list[Case], here: str) -> str:
    """A link to each page that shows cases, and how many it shows."""
    counts = Counter(case.source for case in found)
    pages = [(file.page, counts[file.src_uri]) for file in files.documentation_pages()]
    families = [
        {"title": page.title, "way": get_relative_url(page.url, here), "count": count}
        for page, count in pages
        if page is not None and count
    ]
    return _TEMPLATES.get_template("families.html").render(families=families)


def _way(case: Case, here: str) -> str:
    return get_relative_url(case.at, here)
