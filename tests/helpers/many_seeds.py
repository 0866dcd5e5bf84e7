"""The three scripts' trainings from many seeds: all at once by vmap, or one after the other."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import torch
from record.world import unchanged_world
from torch import Tensor, nn, optim
from torch.func import grad_and_value, vmap
from torch.nn import functional

from helpers.runs import SNIPPETS
from helpers.unwatched import executed


@dataclass(frozen=True)
class Trainings:
    """One training a seed; the seed is the first axis of every tensor.

    Attributes:
        x: the data, (seed, sample, feature).
        y: its targets, (seed, sample) of labels or (seed, sample, 1).
        loss: (seed, step).
        weight: as each step found it, then as the last left it, (seed, step + 1, output, feature).
        bias: the same, (seed, step + 1, output).
    """

    x: Tensor
    y: Tensor
    loss: Tensor
    weight: Tensor
    bias: Tensor

    @property
    def parameters(self) -> Tensor:
        """The weight's elements, then the bias's, (seed, step + 1, element)."""
        return torch.cat([self.weight.flatten(2), self.bias], dim=2)


@dataclass(frozen=True)
class _Script:
    """What a script does, said a second time."""

    draw: Callable[[], tuple[Tensor, Tensor, nn.Linear]]
    loss: Callable[[Tensor, Tensor], Tensor]
    optimizer: Callable[..., optim.Optimizer]


def _draw_line() -> tuple[Tensor, Tensor, nn.Linear]:
    x = torch.randn(100, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    return x, y, nn.Linear(1, 1)


def _draw_labels() -> tuple[Tensor, Tensor, nn.Linear]:
    x = torch.randn(100, 10)
    y = torch.randint(0, 3, (100,))
    return x, y, nn.Linear(10, 3)


def _mse_and_l1(y_pred: Tensor, y: Tensor) -> Tensor:
    return functional.mse_loss(y_pred, y) + 0.1 * functional.l1_loss(y_pred, y)


_sgd = partial(optim.SGD, lr=0.01)
_adam = partial(optim.Adam, lr=0.001)
_SCRIPTS = {
    "linear_regression.py": _Script(_draw_line, functional.mse_loss, _sgd),
    "classification.py": _Script(_draw_labels, functional.cross_entropy, _adam),
    "custom_loss.py": _Script(_draw_line, _mse_and_l1, _sgd),
}


def by_vmap(name: str, seeds: Sequence[int], steps: int = 100, **settings: float) -> Trainings:
    """What the script of this name does from each seed, all seeds in one tensor.

    Args:
        name: one of the three scripts.
        seeds: what `torch.manual_seed` is given.
        steps: how many to take.
        settings: of the optimizer, in place of the script's.
    """
    script = _SCRIPTS[name]
    x, y, weight, bias = map(torch.stack, zip(*_drawn(script.draw, seeds), strict=True))

    def loss_of(weight, bias, x, y):
        return script.loss(functional.linear(x, weight, bias), y)

    gradients_and_loss = vmap(grad_and_value(loss_of, argnums=(0, 1)))
    # SGD and Adam move each element by itself, so one optimizer serves all seeds.
    optimizer = script.optimizer([weight, bias], **settings)
    losses, weights, biases = [], [weight.clone()], [bias.clone()]
    for _ in range(steps):
        (weight.grad, bias.grad), loss = gradients_and_loss(weight, bias, x, y)
        optimizer.step()
        losses.append(loss)
        weights.append(weight.clone())
        biases.append(bias.clone())
    return Trainings(
        x=x,
        y=y,
        loss=torch.stack(losses, dim=1),
        weight=torch.stack(weights, dim=1),
        bias=torch.stack(biases, dim=1),
    )


def _drawn(draw: Callable, seeds: Sequence[int]) -> Iterator[tuple[Tensor, ...]]:
    with unchanged_world():
        for seed in seeds:
            # What torch.manual_seed does for the CPU, without its 0.1 ms for other devices.
            torch.default_generator.manual_seed(seed)
            x, y, model = draw()
            yield x, y, model.weight.detach(), model.bias.detach()


@cache
def thousand(name: str) -> Trainings:
    """The script's trainings from seeds 1000 to 1999, none of which is its own."""
    return by_vmap(name, range(1000, 2000))


@cache
def alone(name: str, seed: int) -> Trainings:
    """The script's training from one seed."""
    return by_vmap(name, [seed])


def all_fall(trainings: Trainings) -> bool:
    """Whether each step of each seed leaves a smaller loss."""
    return bool((trainings.loss.diff(dim=1) < 0).all())


def by_loop(name: str, seeds: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Where the script itself, run once a seed, leaves its weight and bias; seeds come first.

    Nothing watches: this takes the time that the bare script takes.
    """
    source = (SNIPPETS / name).read_text("utf-8")
    models = [executed(with_seed(source, seed)).names["model"] for seed in seeds]
    weight = torch.stack([model.weight.detach() for model in models])
    return weight, torch.stack([model.bias.detach() for model in models])


def with_seed(source: str, seed: int) -> str:
    """The script's source, seeded otherwise."""
    source, seeded = re.subn(r"torch\.manual_seed\(\d+\)", f"torch.manual_seed({seed})", source)
    if seeded != 1:
        raise ValueError(f"seeded {seeded} times, not once")
    return source
