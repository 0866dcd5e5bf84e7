"""A value as a line left it: a number, None, a copy of a small tensor, the gist of a large one."""

from dataclasses import dataclass

import torch
from torch import Tensor

SMALL = 64  # numbers; a tensor of more is kept as its gist
_BIG = 4096  # numbers; whether a tensor of more has changed, its version says, as torch counts
_FIRST = 4


@dataclass(frozen=True)
class Gist:
    """What is kept of a large tensor: its norm, its ends, and its first few numbers in a row."""

    shape: tuple[int, ...]
    norm: float
    minimum: float
    maximum: float
    first: tuple[float, ...]


class _Gone:
    """Stands for a name that is no more: a function's own name after its return."""

    def __repr__(self) -> str:
        return "GONE"


GONE = _Gone()
Seen = bool | int | float | Tensor | Gist | _Gone | None


def seen(value: bool | int | float | Tensor | None) -> Seen:
    """What is kept of a value; later changes of it do not reach what is kept."""
    if not isinstance(value, Tensor):
        return value
    tensor = _plain(value)
    if tensor.numel() <= SMALL:
        return tensor.clone()
    real = tensor if tensor.is_floating_point() else tensor.double()
    return Gist(
        shape=tuple(tensor.shape),
        norm=real.norm().item(),
        minimum=tensor.min().item(),
        maximum=tensor.max().item(),
        first=tuple(tensor.flatten()[:_FIRST].tolist()),
    )


def single(value: Seen) -> float:
    """The number that a value is, or that a tensor of one number holds.

    Raises:
        TypeError: if it is none.
    """
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Tensor) and value.numel() == 1:
        return value.item()
    raise TypeError(f"{value} is not a number")


def fingerprint(value: bool | int | float | Tensor | None) -> object:
    """Equal for two looks at a name exactly if its value did not change, NaN or not."""
    if isinstance(value, Tensor):
        if value.numel() > _BIG and not value.is_inference():
            return id(value), value._version
        return value.shape, value.dtype, _plain(value).numpy().tobytes()
    # `True == 1 == 1.0`, and NaN is unequal to itself.
    return type(value), repr(value)


def _plain(tensor: Tensor) -> Tensor:
    """Detached, on the CPU, dense, of a dtype that NumPy knows."""
    tensor = tensor.detach().cpu()
    if tensor.layout != torch.strided:
        tensor = tensor.to_dense()
    return tensor.float() if tensor.dtype == torch.bfloat16 else tensor
