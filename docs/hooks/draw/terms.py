"""A loss of a line among samples, by the terms of which docs/assets/engine/losses.js makes it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Loss = Callable[[Tensor], Tensor]  # of a weight and a bias, (2,)

_PROBES = 12  # points at which a loss is compared with what the page's script takes it for


@dataclass(frozen=True)
class Terms:
    """A loss as docs/assets/engine/losses.js knows it.

    The mean over the residuals r of square · r², straight beyond delta, + absolute · |r|; and a
    penalty on the weight, l1 · |weight| + l2 · weight².
    """

    square: float = 0.0
    absolute: float = 0.0
    l1: float = 0.0
    l2: float = 0.0
    delta: float = math.inf


def terms_of(loss: Loss, x: Tensor, y: Tensor, deltas: Sequence[float] = ()) -> Terms | None:
    """The terms of a loss: found by least squares at some points, checked at others.

    Args:
        loss: of weight and bias of a line.
        x: of the samples, (sample,) of float64.
        y: the same.
        deltas: where it may turn straight.

    Returns:
        None if it is made of other terms.
    """
    draw = torch.Generator().manual_seed(0)
    points = 3 * torch.randn(2 * _PROBES, 2, generator=draw).double()
    values = torch.stack([*map(loss, points)])
    weight, bias = points[:, :1], points[:, 1:]
    size = (weight * x + bias - y).abs()
    for delta in [math.inf, *deltas]:
        square = torch.where(size < delta, size**2, delta * (2 * size - delta))
        parts = [square.mean(1), size.mean(1), weight.abs().squeeze(1), weight.squeeze(1) ** 2]
        made_of = torch.stack(parts, dim=1)
        found = torch.linalg.lstsq(made_of[:_PROBES], values[:_PROBES]).solution
        # As a script would write them; its own sums are rounded, so what is found has other digits.
        written = [round(part, 6) or 0.0 for part in found.tolist()]  # -0.0 is none, too
        found = torch.tensor(written, dtype=torch.float64)
        if torch.allclose(made_of @ found, values, rtol=1e-9, atol=1e-12):
            return Terms(
                **dict(zip(("square", "absolute", "l1", "l2"), written, strict=True)), delta=delta
            )
    return None
