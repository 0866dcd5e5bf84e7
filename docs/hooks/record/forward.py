"""The first forward pass of a script: the calls that led to its first loss, and their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import FrameType

from torch import Tensor
from torch.utils._pytree import tree_leaves  # torch 2.13 has no public one

from record.names import names_in
from record.tape import Call


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """What there was when `backward()` was called first. Tensors are known by their ids.

    Attributes:
        loss: what it was called on.
        calls: each call since the script began, in order; they keep their tensors, and so the ids.
        values: a copy of each tensor's numbers, as later steps write over some.
        asking: the leaves that required grad; a script may freeze them later.
        names: what the script calls them.
    """

    loss: Tensor
    calls: list[Call]
    values: dict[int, Tensor]
    asking: frozenset[int]
    names: dict[int, str]


def forward_pass(loss: Tensor, calls: list[Call], frames: Iterable[FrameType]) -> ForwardPass:
    """The pass that ends here; `frames` are the script's own, innermost first."""
    tensors = {id(t): t for call in calls for t in tree_leaves(call[1:]) if isinstance(t, Tensor)}
    tensors[id(loss)] = loss
    return ForwardPass(
        loss,
        calls,
        values={i: t.detach().clone() for i, t in tensors.items()},
        asking=frozenset(i for i, t in tensors.items() if t.is_leaf and t.requires_grad),
        names=names_in(frames, tensors),
    )
