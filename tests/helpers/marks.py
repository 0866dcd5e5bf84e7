"""The marks of a drawing, found by their colour, and twins of a drawing with one thing wrong.

A claim about a kind of figure is a test function of `script`, a recording, and `drawn`, what was
drawn of it: pytest calls it with the site's own, and a table of falsified drawings names the claims
that must fail on each.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np
import pytest
import torch
from draw.svg import Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import ArrowStyle
from matplotlib.text import Annotation
from record.recorder import Recording
from torch import Tensor

from helpers.runs import run

Claim = Callable[[Recording, Any], None]
Falsified = Callable[[Recording], Any]


def of_color(drawn: Drawing, color: str) -> list[Line2D]:
    """Each line of a colour and each row of its markers, without the samples of a legend."""
    found = [line for axes in drawn.figure.axes for line in axes.lines]
    return [line for line in found if line.get_color() == color and np.size(line.get_xydata())]


def lines(drawn: Drawing, color: str) -> list[Tensor]:
    """The points of each line of a colour and of each row of its markers, (point, 2)."""
    return [torch.tensor(line.get_xydata()) for line in of_color(drawn, color)]


def arrows(drawn: Drawing, color: str | None = None) -> Tensor:
    """The tail and the head of each arrow, or of each one of a colour, (arrow, 2, 2)."""
    (axes,) = drawn.figure.axes
    every = [text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch]
    found = [text for text in every if color in (None, (text.arrowprops or {}).get("color"))]
    head_is_at_the_end = ArrowStyle.get_styles()["-|>"]
    styles = [arrow.arrow_patch.get_arrowstyle() for arrow in found if arrow.arrow_patch]
    assert all(type(style) is head_is_at_the_end for style in styles)
    return torch.tensor(
        [[[float(n) for n in end] for end in (arrow.xyann, arrow.xy)] for arrow in found],
        dtype=torch.float64,
    )


def falsified_tests(
    name: str, falsified: dict[Falsified, list[Claim]], module: dict[str, Any]
) -> type:
    """The tests of a table of falsified drawings, for the test file that has the table.

    Args:
        name: the snippet to draw, by its path under snippets/.
        falsified: what draws a recording wrongly, and the claims that must notice.
        module: the test file's globals; each claim in it must be broken by something in the table.
    """
    pairs = [
        pytest.param(draw, claim, id=f"{_said(draw)}-{_said(claim)}")
        for draw, claims in falsified.items()
        for claim in claims
    ]
    tests = [thing for name, thing in module.items() if name.startswith("test_")]
    claims = [test for test in tests if list(signature(test).parameters) == ["script", "drawn"]]

    class TestFalsified:
        @pytest.mark.parametrize(("draw", "claim"), pairs)
        def test_a_falsified_figure_breaks_the_claim(self, draw, claim):
            wrong = draw(run(name))
            with pytest.raises(AssertionError):
                claim(run(name), wrong)

        @pytest.mark.parametrize("claim", claims, ids=_said)
        def test_a_falsified_figure_breaks_each_claim(self, claim):
            assert any(claim in broken for broken in falsified.values())

    return TestFalsified


def _said(function: Callable) -> str:
    return function.__name__.removeprefix("test_").replace("_", " ")
