"""A processor that does not exist: it rounds otherwise than this one, and is as right.

torch's kernels differ from processor to processor in the order in which a sum is added, in whether
a product and a sum are rounded once or twice, and in the last bit of `exp` and the like. A claim
that holds here by one of these is a claim about this machine. `AnotherProcessor` adds each sum in a
random order, and rounds what is not a plain sum, product or quotient to one of the two floats next
to it (in float32; float64 has no wider type to tell which they are). The same numbers in give the
same numbers out, as on any processor.
"""

import math

import torch
from torch import Tensor
from torch.autograd.graph import increment_version
from torch.utils._python_dispatch import TorchDispatchMode  # no public name in torch 2.13
from torch.utils._pytree import tree_map  # nor this

_aten = torch.ops.aten
# Operation: which of its arguments are added along which axis; None: along all of them.
_CONTRACTIONS = {
    _aten.mm: {0: 1, 1: 0},
    _aten.addmm: {1: 1, 2: 0},
    _aten.bmm: {0: 2, 1: 1},
    _aten.baddbmm: {1: 2, 2: 1},
    _aten.mv: {0: 1, 1: 0},
    _aten.addmv: {1: 1, 2: 0},
    _aten.dot: {0: 0, 1: 0},
}
_SUMS = {_aten.sum, _aten.mean, _aten.var, _aten.std, _aten.linalg_vector_norm}
_LOSSES = {_aten.mse_loss, _aten.huber_loss, _aten.smooth_l1_loss, _aten.binary_cross_entropy}
# What a processor may round up or down.
_INEXACT = {
    *(_aten.exp, _aten.log, _aten.log1p, _aten.expm1, _aten.sqrt, _aten.rsqrt, _aten.pow),
    *(_aten.sin, _aten.cos, _aten.tanh, _aten.sigmoid, _aten.softplus, _aten.logsumexp),
    *(_aten._softmax, _aten._log_softmax, _aten._softmax_backward_data),
    *(_aten._log_softmax_backward_data, _aten.log_sigmoid_forward),
    *(_aten.addcmul, _aten.addcdiv, _aten.lerp, _aten.addcmul_, _aten.addcdiv_, _aten.lerp_),
    *(_aten.exp_, _aten.log_, _aten.sqrt_, _aten.pow_, _aten.sigmoid_, _aten.tanh_),
    *(_aten.logaddexp, _aten.cumsum, _aten.sigmoid_backward, _aten.tanh_backward),
}
_SCALED = {_aten.add, _aten.add_, _aten.sub, _aten.sub_}  # x + alpha * y: rounded once or twice


class AnotherProcessor(TorchDispatchMode):
    """While entered, torch computes as a processor of this number does."""

    def __init__(self, number: int):
        super().__init__()
        self._number = number

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        """Compute one operation of torch's."""
        kwargs = kwargs or {}
        operation = function.overloadpacket
        if operation in _CONTRACTIONS:
            args = list(args)
            for at, axis in _CONTRACTIONS[operation].items():
                args[at] = args[at].index_select(axis, self._order(args[at].shape[axis]))
        elif operation in _SUMS and args[0].is_floating_point():
            args = [self._reordered(args[0], _axes(args, function)), *args[1:]]
        elif operation in _LOSSES and args[0].shape == args[1].shape and _reduces(args, kwargs):
            every = range(args[0].dim())
            args = [self._reordered(args[0], every), self._reordered(args[1], every), *args[2:]]
        elif operation is _aten.nll_loss_forward and args[0].dim() == 2:
            order = self._order(len(args[0]))
            if args[3] != 0:  # a mean or a sum
                args = [args[0][order], args[1][order], *args[2:]]
        elif operation in _SCALED and kwargs.get("alpha", 1) != 1 and all(map(_is_single, args)):
            return self._once_or_twice(function, args, kwargs)
        elif operation in _INEXACT and any(map(_is_single, args)):
            return self._faithful(function, args, kwargs)
        result = function(*args, **kwargs)
        if operation.__name__.startswith("_foreach_") and operation.__name__.endswith("_"):
            increment_version(args[0])  # torch counts these changes of several tensors, not so here
        return result

    def _order(self, n: int) -> Tensor:
        draw = torch.Generator().manual_seed(self._number * 1_000_003 + n)
        return torch.randperm(n, generator=draw)

    def _reordered(self, tensor: Tensor, axes) -> Tensor:
        for axis in axes:
            tensor = tensor.index_select(axis, self._order(tensor.shape[axis]))
        return tensor

    def _faithful(self, function, args, kwargs):
        """What a correct kernel may give: one of the two floats around the real number."""
        wide = tree_map(_widened, (args, kwargs))
        exact = function(*wide[0], **wide[1])
        result = function(*args, **kwargs)
        for rounded, real in zip(_tensors(result), _tensors(exact), strict=True):
            if _is_single(rounded) and real.dtype == torch.float64:
                rounded.copy_(self._nudged(rounded.clone(), real))
        return result

    def _once_or_twice(self, function, args, kwargs):
        """x + alpha * y: the sum rounded, or the product and the sum."""
        x, y = args[:2]
        scaled = y * kwargs["alpha"]
        exact = y.double() * torch.tensor(kwargs["alpha"], dtype=torch.float32).double()
        if function.overloadpacket in (_aten.sub, _aten.sub_):
            scaled, exact = -scaled, -exact
        once, twice = (x.double() + exact).float(), x + scaled
        result = function(*args, **kwargs)
        return result.copy_(torch.where(self._coin(exact.expand_as(result)), once, twice))

    def _coin(self, real: Tensor) -> Tensor:
        """True or False for each number, the same for the same."""
        bits = real.contiguous().view(torch.int64).reshape(real.shape)
        return ((bits * 2_654_435_761 + self._number * 40_503) >> 17) & 1 == 1

    def _nudged(self, rounded: Tensor, real: Tensor) -> Tensor:
        side = torch.where(rounded.double() > real, -math.inf, math.inf).float()
        other = torch.nextafter(rounded, side)
        # What rounds to 0 or inf does so everywhere.
        inexact = (rounded.double() != real) & (rounded != 0) & rounded.isfinite()
        return torch.where(inexact & self._coin(real), other, rounded)


def _axes(args, function) -> list[int]:
    axes = args[1] if len(args) > 1 and not isinstance(args[1], bool) else None
    if function.overloadpacket is _aten.linalg_vector_norm:
        axes = args[2] if len(args) > 2 else None
    axes = [axes] if isinstance(axes, int) else axes
    return [axis % args[0].dim() for axis in axes] if axes else list(range(args[0].dim()))


def _reduces(args, kwargs) -> bool:
    reduction = kwargs.get("reduction", args[2] if len(args) > 2 else 1)
    return reduction != 0


def _is_single(thing) -> bool:
    return isinstance(thing, Tensor) and thing.dtype == torch.float32


def _widened(thing):
    return thing.double() if _is_single(thing) else thing


def _tensors(result) -> list[Tensor]:
    return [result] if isinstance(result, Tensor) else [t for t in result if isinstance(t, Tensor)]
