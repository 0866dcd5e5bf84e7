"""Where plain gradient descent leads on the mean squared error of a line, by linear algebra."""

import torch
from record.recorder import Recording
from torch import Tensor

from helpers.series import parameters


def best_and_hessian(script: Recording) -> tuple[Tensor, Tensor]:
    """The best weight and bias, (2,), and how the loss curves over them, (2, 2)."""
    x, y = (script.globals[name].double().reshape(-1, 1) for name in ("x", "y"))
    features = torch.cat([x, torch.ones_like(x)], dim=1)
    return torch.linalg.lstsq(features, y).solution[:, 0], 2 / len(x) * features.T @ features


def predicted(script: Recording) -> Tensor:
    """θ* + (1 - lr · H)^k (θ₀ - θ*), before each step k and after the last, (step + 1, 2)."""
    best, hessian = best_and_hessian(script)
    keeps = torch.eye(2).double() - script.globals["optimizer"].param_groups[0]["lr"] * hessian
    error = parameters(script)[0] - best
    steps = range(len(script.steps) + 1)
    return best + torch.stack([torch.linalg.matrix_power(keeps, k) @ error for k in steps])
