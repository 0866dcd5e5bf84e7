"""A loss of one weight that the reader moves along by a slider; docs/assets/handle/ moves it."""

import json
from collections.abc import Callable
from pathlib import Path

import torch
from stepper.markup import templates
from torch import Tensor

_TEMPLATES = templates(Path(__file__).with_name("templates"))
_ELSEWHERE = (-3.0, -0.5, 0.7, 2.0)  # from the weight, where the parabola is held against the loss


def handle(
    kind: str, name: str, at: Tensor, loss: Callable[[Tensor], Tensor], steps: int = 0
) -> str:
    """A slider and what it moves, as HTML; it is hidden until a script can draw it.

    Nothing where the loss is no parabola that opens upwards: a page computes from three numbers.

    Args:
        kind: "nudge", which changes the weight once, or "rate", by which it goes downhill.
        name: what the script calls the weight.
        at: where it is, () or (1,) of float64.
        loss: the loss at another weight.
        steps: how many go downhill.
    """
    here = at.detach().double()
    slope = torch.func.grad(loss)
    height = loss(here).item()
    along = slope(here).item()
    # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
    curvature = torch.func.jacrev(slope)(here).item()
    if curvature <= 0:  # it has no lowest point, and no limit
        return ""
    for by in _ELSEWHERE:
        parabola = height + along * by + curvature * by**2 / 2
        if abs(loss(here + by).item() - parabola) > 1e-12 * max(1, abs(parabola)):
            return ""
    told = {"at": here.item(), "height": height, "slope": along, "curvature": curvature}
    template = _TEMPLATES.get_template("handle.html")
    return template.render(
        kind=kind, name=name, told=json.dumps(told), steps=steps, limit=2 / curvature
    )
