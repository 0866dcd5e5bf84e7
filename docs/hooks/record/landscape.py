"""The loss over two parameters of one number each, and a run's way through it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from contourpy import contour_generator
from torch import Tensor

from record.errors import RecordingError
from record.recorder import Recording

POINTS = 160  # each way


@dataclass(frozen=True)
class Landscape:
    """A loss over two parameters.

    Attributes:
        loss: of a point, shape (2,); a float64 scalar.
        way: where the run was, before each step and after the last; shape (steps + 1, 2).
        lowest: the point where the loss is lowest.
        x, y: values of the first parameter and of the second, around the way and the lowest point.
        height: the loss there; shape (y, x).
        levels: heights at equal ratios above the lowest, so that the shape shows near it and far.
    """

    loss: Callable[[Tensor], Tensor]
    way: Tensor
    lowest: Tensor
    x: Tensor
    y: Tensor
    height: Tensor
    levels: list[float]

    def contours(self) -> Iterator[tuple[float, np.ndarray]]:
        """The lines of equal loss, each as its level and its points; shape (points, 2)."""
        lines = contour_generator(self.x.numpy(), self.y.numpy(), self.height.numpy())
        for level in self.levels:
            # Its answer has other types for other kinds of lines.
            for line in cast("list[np.ndarray]", lines.lines(level)):
                yield level, line

    def contraction(self, rates: Sequence[Tensor]) -> Tensor:
        """Where plain gradient descent would be if the loss were a quadratic.

        Each step multiplies the error by I - lr · H, H being the Hessian at the lowest point.

        Args:
            rates: the learning rates of each step, (2,), one for each parameter.

        Returns:
            The points before each step and after the last; shape (steps + 1, 2).
        """
        # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
        hessian = torch.func.jacrev(torch.func.grad(self.loss))(self.lowest)
        errors = [self.way[0] - self.lowest]
        for lr in rates:
            errors.append(errors[-1] - lr * (hessian @ errors[-1]))
        return self.lowest + torch.stack(errors)


def landscape(run: Recording) -> Landscape:
    """The landscape of the run's last loss.

    Raises:
        RecordingError: if the run has other parameters than two of one number each.
    """
    loss = loss_at(run)
    way = torch.stack([point(parameters) for parameters in run.way])
    lowest = lowest_point(loss, way[-1])
    corners = torch.cat([way, lowest[None]])
    low, high = corners.min(0).values, corners.max(0).values
    margin = 0.15 * (high - low) + 0.15 * (high - low).max()
    ends = zip(low - margin, high + margin, strict=True)
    x, y = (torch.linspace(*end, POINTS) for end in ends)
    grid = torch.cartesian_prod(x, y).double()
    height = torch.func.vmap(loss)(grid).reshape(POINTS, POINTS).T
    above = (height - loss(lowest)).max()
    levels = loss(lowest) + above * torch.logspace(-3, -0.05, 9)
    return Landscape(loss, way, lowest, x, y, height, levels.tolist())


def two_parameters(run: Recording) -> list[str]:
    """The names of the run's parameters.

    Raises:
        RecordingError: if they are not two of one number each.
    """
    shapes = {n: tuple(p.shape) for step in run.steps for n, p in step.before.items()}
    single = [n for step in run.steps for n, p in step.before.items() if p.numel() == 1]
    if len(shapes) != 2 or len(set(single)) != 2 or len(run.steps[0].before) != 2:
        raise RecordingError(
            f"a path is drawn over two parameters of one number each; {run.path.name} has {shapes}"
        )
    return list(shapes)


def loss_at(run: Recording) -> Callable[[Tensor], Tensor]:
    """The run's last loss, of a point, shape (2,); see `two_parameters` for what is refused."""
    names = two_parameters(run)
    shapes = [run.steps[0].before[name].shape for name in names]

    def loss(point: Tensor) -> Tensor:
        values = {n: v.reshape(s) for n, v, s in zip(names, point, shapes, strict=True)}
        return run.loss_of(**values)

    return loss


def point(parameters: Mapping[str, Tensor]) -> Tensor:
    """Parameters of one number each, or their gradients, as a float64 point."""
    return torch.stack([p.double().reshape(()) for p in parameters.values()])


def lowest_point(loss: Callable[[Tensor], Tensor], start: Tensor) -> Tensor:
    """Where the loss is lowest, searched from `start` in float64."""
    point = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS(
        [point],
        max_iter=200,
        tolerance_grad=1e-12,
        tolerance_change=1e-14,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = loss(point)
        value.backward()
        return value

    optimizer.step(closure)
    return point.detach()
