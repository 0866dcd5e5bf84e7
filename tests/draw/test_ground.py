"""The ground of a map: what is shaded has an outline that no eye tells from the exact one."""

import math
from itertools import pairwise

import torch
from contourpy import contour_generator
from draw.ground import ACROSS, shade
from draw.svg import empty_plot
from matplotlib.patches import PathPatch

PLACES = torch.linspace(-1, 1, 50, dtype=torch.float64)
LEVELS = [0.2, 0.9, 1.6]
NO_EYE = 1 / 9  # of a point: what matplotlib may leave a line off by


def bowl():
    """A tilted bowl over the places, (y, x)."""
    up, across = torch.meshgrid(PLACES, PLACES, indexing="ij")
    return across**2 + 1.3 * up**2 + 0.3 * across * up


def layers():
    _, axes = empty_plot(height=3)
    shade(axes, PLACES, PLACES, bowl(), LEVELS)
    return [patch for patch in axes.patches if isinstance(patch, PathPatch)]


def distance(points, ring):
    """How far each point is from the nearest part of a ring, (point,)."""
    start, way = ring[:-1], ring.diff(dim=0)
    from_start = points[:, None] - start
    share = (from_start * way).sum(-1) / (way**2).sum(-1).clamp_min(1e-30)
    return (from_start - share.clamp(0, 1)[..., None] * way).norm(dim=-1).min(1).values


def test_the_outline_of_each_layer_is_the_exact_one_as_far_as_an_eye_can_see():
    x = PLACES.numpy()
    exact = contour_generator(x, x, bowl().numpy(), fill_type="OuterOffset")
    for level, layer in zip(LEVELS, layers(), strict=True):
        every, ends = exact.filled(level, math.inf)
        wanted = [
            torch.tensor(points[start:end])
            for points, at in zip(every, ends, strict=True)
            for start, end in pairwise(at)
        ]
        drawn = [torch.tensor(ring) for ring in layer.get_path().to_polygons()]
        assert len(drawn) == len(wanted)
        for ring, its in zip(wanted, drawn, strict=True):
            off = distance(ring, its) * ACROSS / 2  # two units across
            assert off.max() < NO_EYE
            assert len(its) < len(ring)


def test_of_a_straight_border_the_corners_are_left():
    border = layers()[0].get_path().to_polygons()[0]
    assert len(border) <= 6
