"""A page's title and its drawings -> the picture that a link to it shows. Knows SVG and resvg."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.metadata import distribution, version
from math import ceil
from pathlib import Path

from page import textfont
from page.kept import write_whole

HOOKS = Path(__file__).parents[1]
WIDTH, HEIGHT = 1200, 630  # what sites show a link's picture at, in pixels

_CACHE = HOOKS.parents[1] / ".cache/cards"
_COLOURS = HOOKS.parent / "assets/colours.css"
_LOGO = HOOKS.parent / "overrides/.icons/site/logo.svg"
_EDGE = 64
_SANS = "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf"  # in which matplotlib laid drawings out
_MOST = 12  # drawings on a card
_TITLE = 64  # pixels
_LINE = 1.2

_NO_WORD = re.compile(r"\W+")
_TOKEN = re.compile(r"var\((--[\w-]+)\)")


def png(title: str, site: str, drawings: Sequence[str]) -> bytes:
    """The card, as a PNG of 1200 by 630; one that was made before is read from `.cache/`.

    Args:
        title: the page's.
        site: the site's name.
        drawings: SVGs of the page, in the page's own colours; without one the title stands alone.
    """
    shown = drawings[:: ceil(len(drawings) / _MOST) or 1]
    depends_on = "\n".join([title, site, *shown, _COLOURS.read_text("utf-8"), *_made_by()])
    key = hashlib.sha256(depends_on.encode()).hexdigest()[:16]
    name = _NO_WORD.sub("-", title)
    cached = _CACHE / f"{name}-{key}.png"
    if not cached.exists():
        drawn = _drawn(_svg(title, site, shown))
        for old in _CACHE.glob(f"{name}-{'[0-9a-f]' * 16}.png"):
            old.unlink(missing_ok=True)
        write_whole(cached, drawn)
    return cached.read_bytes()


@cache  # of one process
def _made_by() -> list[str]:
    """What all cards are drawn by."""
    files = (__file__, textfont.__file__)
    return [*(Path(file).read_text("utf-8") for file in files), version("resvg-py")]


def _svg(title: str, site: str, drawings: Sequence[str]) -> str:
    """The card in the light scheme's colours."""
    room = WIDTH - 2 * _EDGE if not drawings else 400
    lines = _wrapped(title, room)
    top = HEIGHT / 2 - (len(lines) - 1) * _TITLE * _LINE / 2 + _TITLE / 3
    text = "".join(
        f'<text class="title" x="{_EDGE}" y="{top + n * _TITLE * _LINE:.1f}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    logo = _placed(_LOGO.read_text("utf-8"), _EDGE, _EDGE - 12, 44, 44)
    card = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--paper)"/>'
        f'<g color="var(--ink)">{logo}</g>'
        f'<text class="site" x="{_EDGE + 60}" y="{_EDGE + 20}">{escape(site)}</text>'
        f"{text}{_grid(drawings, _EDGE + room + 40, 2 * _EDGE)}</svg>"
    )
    colours = _colours()
    return _TOKEN.sub(lambda found: colours[found[1]], card)


def _grid(drawings: Sequence[str], left: float, top: float) -> str:
    """The drawings side by side, each as large as its place lets it be."""
    if not drawings:
        return ""
    across = 1 if len(drawings) == 1 else 2 if len(drawings) <= 4 else 3
    down = ceil(len(drawings) / across)
    gap = 24 if len(drawings) > 1 else 0
    width = (WIDTH - _EDGE - left - gap * (across - 1)) / across
    height = (HEIGHT - _EDGE - top - gap * (down - 1)) / down
    drawn = []
    for n, svg in enumerate(drawings):
        row, column = divmod(n, across)
        x, y = left + column * (width + gap), top + row * (height + gap)
        drawn.append(_placed(svg, x, y, width, height))
    return "".join(drawn)


def _placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """An SVG within the card's."""
    place = f'<svg x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
    return place + svg.strip().removeprefix("<svg ")


@cache
def _colours() -> dict[str, str]:
    """The light scheme's colours by their names."""
    light = _COLOURS.read_text("utf-8").partition("}")[0]
    return dict(re.findall(r"(--[\w-]+): (#\w+);", light))


def _wrapped(text: str, room: float) -> list[str]:
    """The title in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _TITLE * _em(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _em(text: str) -> float:
    """How wide a text is in the title's face, in its size."""
    widths, per_em = _widths()
    return sum(widths.get(ord(c), per_em) for c in text) / per_em


@cache
def _widths() -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont  # what a build with a cache does not pay

    with TTFont(_serif()) as font:
        widths = {c: font["hmtx"][name][0] for c, name in font.getBestCmap().items()}
        return widths, int(font["head"].unitsPerEm)


def _serif() -> Path:
    """The face of titles, with what any title may hold."""
    return textfont.ttf("bold", map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x250), 0x2014, 0x2019]))


def _drawn(svg: str) -> bytes:
    import resvg_py

    colours = _colours()
    style = f"""
        text {{ font-family: "DejaVu Sans" }}
        svg svg text {{
            stroke: {colours["--paper"]}; stroke-width: 3px; paint-order: stroke  /* as on pages */
        }}
        .title {{ font: {_TITLE}px "{textfont.NAME}"; fill: {colours["--ink"]} }}
        .site {{ font-size: 26px; fill: {colours["--muted"]} }}
        .right, .held-out, .wrong, .end {{ fill: none }}
        .right, .held-out, .wrong, .end {{ stroke-linecap: round; stroke-linejoin: round }}
        .right {{ stroke: {colours["--grid"]}; stroke-width: 1.2; stroke-dasharray: 1 3 }}
        .held-out {{ stroke: {colours["--loss"]}; stroke-width: 1.4; stroke-dasharray: 5 3 }}
        .wrong {{ stroke: {colours["--loss"]}; stroke-width: 2 }}
        .end {{ stroke: {colours["--ink"]}; stroke-width: 1.6 }}
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        height=HEIGHT,
        style_sheet=style,
        skip_system_fonts=True,  # a card looks the same whoever builds it
        # Where the one lies, without an import of matplotlib.
        font_files=[str(distribution("matplotlib").locate_file(_SANS)), str(_serif())],
    )
