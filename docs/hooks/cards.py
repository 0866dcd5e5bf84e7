"""The picture that a link to a page shows: the page's title, and what the page draws first.

docs/overrides/main.html names it. Of a page that draws curves of many broken loops it shows many.
"""

import re
from html import unescape
from typing import Any

from draw.curves import Tile
from draw.figures import drawer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from page import card
from page.added import add_file
from page.gallery import cases
from page.kept_runs import measured

_DRAWING = re.compile(r'<svg [^>]*role="img".*?</svg>', re.DOTALL)
_SAYS = re.compile(r'aria-label="([^"]*)"')
_WALL = re.compile(r'<div class="wall".*?</div>', re.DOTALL)
_CURVE = re.compile(r"<svg .*?</svg>", re.DOTALL)
_CHAIN = re.compile(r'<figure class="run" data-show="chain" data-of="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Draw a card for each page, now that all that the pages show is there."""
    tiles: dict[str, list[Tile]] = {}
    for case in cases(files):
        if case.has_curve:
            tiles.setdefault(case.source, []).append(Tile("", "", *case.lines))
    for file in files.documentation_pages():
        if file.page is not None:
            _add(file.page, tiles.get(file.src_uri, []), config, files)


def _add(page: Page, tiles: list[Tile], config: MkDocsConfig, files: Files) -> None:
    title = config.site_name if page.is_homepage else unescape(_TAG.sub("", str(page.title)))
    drawings = _drawings(page.content or "") or [str(tile.svg) for tile in tiles]
    site = "" if page.is_homepage else config.site_name
    path = f"assets/cards/{page.url.strip('/') or 'index'}.png"
    add_file(files, config, path, card.png(title, site, drawings))
    says = _SAYS.search(drawings[0]) if drawings else None
    page.meta["card"] = {
        "path": path,
        "width": card.WIDTH,
        "height": card.HEIGHT,
        "alt": unescape(says[1]) if says else title,
    }


def _drawings(content: str) -> list[str]:
    """The first drawing of a page, or the curves of its wall; none of a page without either."""
    if wall := _WALL.search(content):
        return _CURVE.findall(wall[0])
    if drawing := _DRAWING.search(content):
        return [drawing[0]]
    if chain := _CHAIN.search(content):  # a drawing of parts that move, so here as it lies still
        graph: tuple[str, Any] = measured(unescape(chain[1]), "figure", drawer("graph"))
        return _DRAWING.findall(graph[0])
    return []
