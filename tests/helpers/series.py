"""A recording's steps as tensors, steps first, in float64."""

from collections.abc import Mapping

import torch
from record.recorder import Recording
from torch import Tensor

# How far float32 may lead a parameter of the linear script or a variant off in 100 steps. A step
# rounds a number below 2 by 6e-8 at most and keeps 0.984 of what was off before: 3e-6, if every
# step rounded the same way. What rounding a gradient adds, times lr, is far less.
ROUNDED = 5e-6


def losses(script: Recording) -> Tensor:
    """The loss of each step, (step)."""
    return torch.tensor([step.loss for step in script.steps], dtype=torch.float64)


def parameters(script: Recording) -> Tensor:
    """All parameters in a row, the weight's elements before the bias's, (step + 1, element).

    As each step found them, then as the last left them.
    """
    return torch.stack(
        [_row(at) for at in (*(s.before for s in script.steps), script.steps[-1].after)]
    )


def gradients(script: Recording) -> Tensor:
    """All gradients in a row as each step found them, (step, element).

    Raises:
        AssertionError: if a step found none, as no claim about gradients holds then.
    """
    return torch.stack([_row(step.grad) for step in script.steps])


def _row(values: Mapping[str, Tensor | None]) -> Tensor:
    flat = []
    for name, value in values.items():
        assert value is not None, f"{name} has no gradient"
        flat.append(value.double().flatten())
    return torch.cat(flat)
