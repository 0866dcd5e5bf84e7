"""How a plot looks, and its SVG as a part of a page. Needs no matplotlib to know its SVG."""

import re
from typing import Any
from xml.etree import ElementTree

# Stand-ins for the page's colour tokens, so that a plot follows light and dark.
INK, LOSS, GRADIENT, PARAMETER, UPDATE, GRID, PAPER, LINK, MUTED = (
    f"#0000{n:02x}" for n in range(1, 10)
)
TOKENS = {
    INK: "--ink",
    LOSS: "--loss",
    GRADIENT: "--gradient",
    PARAMETER: "--parameter",
    UPDATE: "--update",
    GRID: "--grid",
    PAPER: "--paper",
    MUTED: "--muted",
    LINK: "--link",  # of the ground of a map, as in the explorer
}
WIDTH = 4.8  # inches; at 10 points the text reads on a phone, where this shrinks a little
# By names that matplotlib's types list one by one.
STYLE: dict[Any, object] = {
    "figure.figsize": (WIDTH, 3.2),
    "figure.constrained_layout.use": True,
    "svg.fonttype": "none",  # text stays text: it can be searched and takes the page's font
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.formatter.use_mathtext": False,
    "grid.color": GRID,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.facecolor": PAPER,
    "legend.edgecolor": "none",
    "legend.framealpha": 1,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "path.simplify_threshold": 0.3,  # points by which a long line may miss: a third of a contour
}

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
# Attributes that hold coordinates, and numbers in them finer than a hundredth of a point.
_PLACES = {"d", "x", "y", "transform"}
_FINE = re.compile(r"-?\d+\.\d{3,}")
_HYPHEN = re.compile(r"(?<![\w.)\]-])-(?=\.?\d)")
_COMMAND = re.compile(r"([MLCQz])([^MLCQz]*)")  # of a path, as matplotlib writes them
_UNSEEN = {f"{_SVG}metadata", f"{_SVG}style"}
_AROUND = {f"{_SVG}g", f"{_SVG}defs"}  # what holds others
_UNTURNED = re.compile(r"rotate\(-?0 ")
ElementTree.register_namespace("", _SVG.strip("{}"))


def inline(svg: str, name: str, description: str) -> str:
    """The SVG in the page's colours and font, with a description for those who cannot see it.

    Args:
        svg: what matplotlib saves under `STYLE`.
        name: begins each id, so that two figures on a page share none.
        description: what the figure shows.
    """
    root = ElementTree.fromstring(svg)
    for parent in reversed(list(root.iter())):  # so that what is emptied goes, too
        if _UNTURNED.match(parent.get("transform", "")):
            del parent.attrib["transform"]
        for child in list(parent):
            # A style sheet inside an inline SVG would style the whole page; the rest is not seen.
            empty = child.tag in _AROUND and not len(child)
            if empty or child.tag in _UNSEEN or child.get("style") == "fill: none":
                parent.remove(child)
            child.tail = None  # indents, of which a plot has a thousand
        if len(parent):
            parent.text = None
    # Short ids for what is referred to; the rest are matplotlib's names of its own parts.
    ids: dict[str, str] = {}
    for element in root.iter():
        if href := element.attrib.pop(_HREF, None):
            element.set("href", "#" + ids.setdefault(href[1:], f"{name}-{len(ids)}"))
        if clip := element.get("clip-path"):
            own = ids.setdefault(clip[len("url(#") : -1], f"{name}-{len(ids)}")
            element.set("clip-path", f"url(#{own})")
        if style := element.get("style"):
            element.set("style", _restyled(style))
        for place in _PLACES.intersection(element.keys()):
            element.set(place, _FINE.sub(_rounded, " ".join(element.attrib[place].split())))
        if path := element.get("d"):
            element.set("d", _by_differences(path))
        _share_style(element)
    for element in root.iter():
        if (own := element.attrib.pop("id", "")) in ids:
            element.set("id", ids[own])
    for text in root.iter():
        if text.text:
            text.text = with_minus(text.text)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib |= {
        "role": "img",
        "aria-label": with_minus(description),
        "stroke-linejoin": "round",
    }
    root.set("data-search-exclude", "")  # the search would find the numbers of its axes
    return ElementTree.tostring(root, encoding="unicode")


def _share_style(group: ElementTree.Element) -> None:
    """Let a group say once how its marks look, if it is alike and they are many."""
    looks = {(mark.tag, mark.get("style")) for mark in group}
    style = group[0].get("style") if len(group) > 1 else None
    if style and looks == {(f"{_SVG}use", style)}:
        group.set("style", _restyled(style))
        for mark in group:
            del mark.attrib["style"]


def with_minus(text: str) -> str:
    """The text with a minus where a program printed a hyphen for one."""
    return _HYPHEN.sub("−", text)


def _rounded(number: re.Match) -> str:
    """To a hundredth of a point, which no eye sees and which takes a third off a plot's weight."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _by_differences(path: str) -> str:
    """The same way told by how far it is from point to point: a third shorter, and as exact."""
    told: list[str] = []
    start = here = (0, 0)  # in hundredths of a point
    for command, numbers in _COMMAND.findall(path):
        places = [round(100 * float(number)) for number in numbers.split()]
        points = list(zip(places[::2], places[1::2], strict=True))
        differ = [place - here[n % 2] for n, place in enumerate(places)]
        told.append(command.lower() + "".join(map(_hundredths, differ)).lstrip())
        here = points[-1] if points else start
        if command == "M":
            start = here
    return "".join(told)


def _hundredths(number: int) -> str:
    """A number of hundredths, with what parts it from the number before it."""
    whole, part = divmod(abs(number), 100)
    digits = f"{whole or ''}" + (f".{part:02d}".rstrip("0") if part else "")
    return f"{'-' if number < 0 else ' '}{digits or 0}"


def _restyled(style: str) -> str:
    """The same declarations, colours by the page's names for them, and no font but the page's."""
    kept = [part for part in style.split("; ") if not part.startswith("font-family")]
    restyled = "; ".join(kept)
    for color, token in TOKENS.items():
        restyled = restyled.replace(color, f"var({token})")
    return restyled
