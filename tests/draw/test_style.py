"""A figure's SVG as a page holds it: shorter, and the same."""

import random

import pytest
import torch
from draw.style import _by_differences
from helpers.svg_plots import points


@pytest.mark.parametrize(
    ("path", "shorter"),
    [
        ("M 0 0 L 10.5 -2.25 L 10.5 0.05", "m0 0l10.5-2.25l0 2.3"),
        ("M 1 1 L 2 1 z M -3 3 L 3 -3", "m1 1l1 0zm-4 2l6-6"),  # z leads back to where it began
        ("M 0 3 C 1 1 2 2 3.07 3", "m0 3c1-2 2-1 3.07 0"),
    ],
    ids=["line", "two parts", "curve"],
)
def test_a_way_is_told_by_its_differences(path, shorter):
    assert _by_differences(path) == shorter


def test_a_way_of_a_thousand_points_ends_where_it_ended():
    draw = random.Random(0)
    places = [
        (draw.randrange(-(10**5), 10**5) / 100, draw.random() // 0.01 / 100) for _ in "x" * 1000
    ]
    path = " ".join(f"{'L' if n else 'M'} {x:g} {y:g}" for n, (x, y) in enumerate(places))
    expected = torch.tensor(places, dtype=torch.float64)
    torch.testing.assert_close(points(_by_differences(path)), expected, rtol=0, atol=1e-9)
