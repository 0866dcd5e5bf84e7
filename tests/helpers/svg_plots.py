"""The figures of a built page, read from their SVG: its axes, and where its marks stand."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import torch
from torch import Tensor

_FIGURE = re.compile(
    r'<figure class="run" data-show="(\w+)" data-of="([^"]*)"[^>]*>(.*?)</figure>', re.DOTALL
)
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_WORLDS = ("fit", "path", "loss")  # in the order in which a figure of three has them
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_G, _USE, _PATH, _TEXT = (_NAMESPACE + tag for tag in ("g", "use", "path", "text"))


@dataclass(frozen=True)
class Axis:
    """One axis: where its ticks stand, and the numbers that are written at them."""

    places: Tensor
    numbers: Tensor
    logarithmic: bool

    def place(self, values: Tensor) -> Tensor:
        """Where values stand, by the first tick and the last."""
        first, *_, last = self._scaled(self.numbers)
        far = (self._scaled(values) - first) / (last - first)
        return self.places[0] + far * (self.places[-1] - self.places[0])

    def _scaled(self, values: Tensor) -> Tensor:
        return values.log() if self.logarithmic else values


def plot(page: Path, show: str, snippet: str) -> Element:
    """The one SVG on a built page that shows this of the snippet, by itself or as one of three."""
    shown = {
        kind: _SVG.findall(inside)
        for kind, of, inside in _FIGURE.findall(page.read_text("utf-8"))
        if of == snippet
    }
    if show not in shown:
        shown |= {kind: [svg] for kind, svg in zip(_WORLDS, shown["worlds"], strict=True)}
    (svg,) = shown[show]
    return ElementTree.fromstring(svg)


def axes(svg: Element) -> tuple[Axis, Axis]:
    """The axis across and the axis up."""
    ticks: dict[str, list[tuple[float, float]]] = {
        "middle": [],
        "end": [],
    }  # as the numbers below an axis are set, and those beside it
    for group in svg.iter(_G):
        mark, text = group.find(f"{_G}/{_G}/{_USE}"), group.find(f"{_G}/{_TEXT}")
        if len(group) == 2 and mark is not None and text is not None and _has(mark, "--grid"):
            (side,) = re.findall(r"text-anchor: (\w+)", _said(text, "style"))
            place = _said(mark, "x" if side == "middle" else "y")
            ticks[side].append((float(place), float((text.text or "").replace("−", "-"))))
    titles = [text.text for text in svg.iter(_TEXT)]
    across, up = (torch.tensor(found, dtype=torch.float64).T for found in ticks.values())
    logarithmic = "loss, log scale" in titles
    return Axis(across[0], across[1], False), Axis(up[0], up[1], logarithmic)


def line(svg: Element, token: str) -> Tensor:
    """Where the one line of a colour leads, (point, 2)."""
    (found,) = [p for p in svg.iter(_PATH) if p.get("clip-path") and _has(p, token)]
    return points(_said(found, "d"))


def points(path: str) -> Tensor:
    """The points of a way of straight lines, told by the differences from each to the next."""
    assert re.fullmatch(r"m[^a-z]*(l[^a-z]*)*", path)
    told = [float(number) for number in _NUMBER.findall(path)]
    return torch.tensor(told, dtype=torch.float64).reshape(-1, 2).cumsum(0)


def markers(svg: Element, token: str) -> Tensor:
    """Where the markers of a colour stand, in their order, (marker, 2)."""
    inside = [group for group in svg.iter(_G) if group.get("clip-path")]  # no legend's samples
    # Of many marks the group says how they look.
    marks = [(use, group if "style" in group.attrib else use) for group in inside for use in group]
    found = [use for use, look in marks if use.tag == _USE and _has(look, token)]
    return torch.tensor([[float(_said(use, xy)) for xy in "xy"] for use in found]).double()


def _has(mark: Element, token: str) -> bool:
    return f"stroke: var({token})" in _said(mark, "style")


def _said(element: Element, attribute: str) -> str:
    return element.attrib[attribute]
