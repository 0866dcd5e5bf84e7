"""The calls that led to a loss, kept so that the same loss can be computed for other parameters."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_flatten, tree_leaves, tree_map  # torch 2.13 has no public one

_FLAT = (Tensor, int, float, str, type(None))
Call = tuple[Callable, tuple, dict, Any]


class Tape:
    """A loss as a function of its parameters: the script's own calls on the script's own data."""

    def __init__(self, calls: list[Call], loss: Tensor, parameters: dict[str, Tensor]):
        self._loss = loss
        self._parameters = parameters
        self._calls = self._needed(calls)

    @property
    def names(self) -> list[str]:
        """What the script calls the parameters."""
        return [*self._parameters]

    def _needed(self, calls: list[Call]) -> list[Call]:
        """The calls that lead from the parameters to the loss.

        Printing, `step()` and the like fall away, and so does what made or prepared data: the data
        is there, and drawn again it could be other.
        """
        given = {id(p) for p in self._parameters.values()}
        follow, following = set(given), []
        for call in calls:
            _, args, kwargs, result = call
            if any(id(t) in follow for t in _tensors((args, kwargs))):
                following.append(call)
                follow |= {id(t) for t in _tensors(result)}
        needed, kept = {id(self._loss)}, []
        for call in reversed(following):
            _, args, kwargs, result = call
            if any(id(t) in needed for t in _tensors(result)):
                kept.append(call)
                needed |= {id(t) for t in _tensors((args, kwargs))} - given
        return kept[::-1]

    def __call__(self, **values: Tensor) -> Tensor:
        """The loss, a scalar, with these values in place of the parameters of these names.

        Data is cast to the dtype of the values, so that float64 in gives float64 out. Works under
        `torch.func.vmap`, `grad` and `hessian`.

        Raises:
            KeyError: for a name that is no parameter of the loss.
        """
        return self._computed(values)[id(self._loss)]

    def results(self, **values: Tensor) -> list[Tensor]:
        """Each tensor on the way to the loss, in order, with these values; see `__call__`."""
        now = self._computed(values)
        return [now[id(t)] for *_, result in self._calls for t in _tensors(result)]

    def _computed(self, values: dict[str, Tensor]) -> dict[int, Tensor]:
        """What each tensor on the way is now, by its id in the run."""
        dtype = next(iter(values.values())).dtype
        now = {id(self._parameters[name]): value for name, value in values.items()}

        def current(leaf: Any) -> Any:
            if not isinstance(leaf, Tensor):
                return leaf
            if id(leaf) not in now:
                leaf_now = leaf.detach()
                now[id(leaf)] = leaf_now.to(dtype) if leaf.is_floating_point() else leaf_now
            return now[id(leaf)]

        for function, args, kwargs, result in self._calls:
            given = [_mapped(current, thing) for thing in args]
            outcome = function(*given, **{k: _mapped(current, v) for k, v in kwargs.items()})
            if isinstance(result, Tensor):
                now[id(result)] = outcome
                continue
            for old, new in zip(tree_leaves(result), tree_leaves(outcome), strict=True):
                if isinstance(old, Tensor):
                    now[id(old)] = new
        return now


def _mapped(function: Callable[[Any], Any], thing: Any) -> Any:
    """As `tree_map`, whose way to the one leaf of what is flat takes longer than most calls."""
    return function(thing) if isinstance(thing, _FLAT) else tree_map(function, thing)


def _tensors(tree: Any) -> list[Tensor]:
    return [leaf for leaf in tree_flatten(tree)[0] if isinstance(leaf, torch.Tensor)]
