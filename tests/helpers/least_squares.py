"""The line through a script's data found by linear algebra, in float64: no loss, no gradient."""

import torch
from record.recorder import Recording
from torch import Tensor, nn

from helpers.many_seeds import Trainings
from helpers.series import parameters


def features(script: Recording) -> Tensor:
    """The data with a column of ones for the bias, (sample, 2)."""
    x = script.globals["x"].double()
    return torch.cat([x, torch.ones_like(x)], dim=1)


def targets(script: Recording) -> Tensor:
    """What the line should give, (sample, 1)."""
    return script.globals["y"].double()


def least_squares(script: Recording) -> Tensor:
    """Weight and bias of the line with the smallest mean squared error on this data."""
    return torch.linalg.lstsq(features(script), targets(script)).solution[:, 0]


def ends(model: nn.Linear) -> Tensor:
    """Weight and bias of a model at the end of its script."""
    return torch.cat([model.weight[0], model.bias]).detach().double()


def hessian(script: Recording) -> Tensor:
    """The curvature of the mean squared error over weight and bias, (2, 2)."""
    return 2 * features(script).T @ features(script) / len(features(script))


def offsets(script: Recording) -> Tensor:
    """The path's weight and bias, less those of the least-squares line, (step + 1, 2)."""
    return parameters(script) - least_squares(script)


def distances(script: Recording) -> Tensor:
    """How far the path is from the least-squares line, (step + 1)."""
    return offsets(script).norm(dim=1)


def rest(script: Recording) -> float:
    """How far from the minimum of the mean squared error SGD in float32 may come to rest.

    It rests where lr times the gradient is below half of a parameter's last digit, or where what
    rounding leaves of the gradient is all that there is of it: n · eps times the size of what is
    added. The smallest curvature tells how far that is.
    """
    x, end, eps = features(script), parameters(script)[-1], torch.finfo(torch.float32).eps
    errors = x @ end[:, None] - targets(script)
    rounded_off = len(x) * eps * (2 * errors * x).abs().mean(dim=0)
    lr = max(script.steps[-1].lr.values())
    stuck = eps * end.abs() / 2 / lr  # half of the last digit is at most eps / 2 of the number
    return ((stuck + rounded_off).norm() / torch.linalg.eigvalsh(hessian(script))[0]).item()


def all_approach(trainings: Trainings) -> bool:
    """Whether each step of each seed comes closer to the least-squares line of its own data."""
    x = torch.cat([trainings.x, torch.ones_like(trainings.x)], dim=2).double()
    best = torch.linalg.lstsq(x, trainings.y.double()).solution.mT  # (seed, 1, element)
    distance = (trainings.parameters - best).norm(dim=2)
    return bool((distance.diff(dim=1) < 0).all())
