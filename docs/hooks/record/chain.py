"""The first loss as a chain of operations, with every number on the way, up and down.

The operations are the script's own calls, computed again in float64 from the numbers that the run
found; the slopes are autograd's.
"""

from collections.abc import Collection, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._pytree import tree_leaves, tree_map  # torch 2.13 has no public one

from record.errors import RecordingError
from record.forward import ForwardPass
from record.tape import Call

FEW = 4  # numbers in a tensor that are shown one by one
MANY = 20  # nodes in a chain that are more than are read one by one

# What the browser can compute (docs/assets/chain/arithmetic.js), by the name that torch gives a
# call, and how it is written.
FORMS = {
    "add": "{0} + {1}",
    "sub": "{0} − {1}",
    "__rsub__": "{1} − {0}",
    "mul": "{0} · {1}",
    "div": "{0} / {1}",
    "neg": "−{0}",
    "pow": "{0}^{1}",
    "mean": "mean of {0}",
    "sum": "sum of {0}",
    "abs": "|{0}|",
    "round": "{0} rounded",
    "linear": "{0} · {1} + {2}",
    "mse_loss": "mean of ({0} − {1})²",
    "l1_loss": "mean of |{0} − {1}|",
}

Edge = tuple[int, int]  # a node, and which of its inputs


@dataclass(frozen=True, eq=False)
class Node:
    """A tensor or a number on the way to the loss.

    Attributes:
        kind: "parameter" (a leaf that requires grad, or would if it were not frozen), "data",
            "number" or "operation".
        name: what the script calls it, or "".
        op: a key of `FORMS`, or "" where the browser can't compute it.
        made_by: what `grad_fn` calls the operation, or "".
        inputs: the nodes that it is computed from.
        given: its numbers, where it is not computed.
        call: what computes it.
    """

    kind: str
    name: str = ""
    op: str = ""
    made_by: str = ""
    inputs: tuple[int, ...] = ()
    given: Tensor | None = None
    call: Call | None = None

    @property
    def function(self) -> str:
        """What torch calls the function that computes it, or ""."""
        return _name(self.call[0]) if self.call else ""


@dataclass(frozen=True)
class Numbers:
    """One pass forward and one back.

    Attributes:
        values: of each node.
        slopes: the loss's by each node, None where `backward()` does not come.
    """

    values: list[Tensor]
    slopes: list[Tensor | None]


@dataclass(frozen=True, eq=False)
class Chain:
    """The nodes, each after what it is computed from; the last is the loss.

    Attributes:
        nodes: the nodes.
        cut: the edges at which the script itself detached.
        unrecorded: the operations that it ran under `no_grad`, and the parameters that it froze.
    """

    nodes: list[Node]
    cut: frozenset[Edge]
    unrecorded: frozenset[int]

    @cached_property
    def numbers(self) -> Numbers:
        """As the run found them."""
        return self.computed()

    @property
    def edges(self) -> list[Edge]:
        """Each node that is computed, with each input that is a tensor."""
        return [
            (n, k)
            for n, node in enumerate(self.nodes)
            for k, below in enumerate(node.inputs)
            if self.nodes[below].kind != "number"
        ]

    @property
    def told_in_numbers(self) -> bool:
        """Whether all can be shown number by number and computed in a browser."""
        shown = [node for node in self.nodes if node.kind != "number"]
        return len(shown) <= MANY and all(
            value.numel() <= FEW and (node.op or node.kind != "operation")
            for node, value in zip(self.nodes, self.numbers.values, strict=True)
        )

    def computed(
        self,
        given: dict[int, Tensor] | None = None,
        cut: Collection[Edge] | None = None,
        unrecorded: Collection[int] | None = None,
    ) -> Numbers:
        """Both passes, by torch in float64.

        Args:
            given: numbers in place of the run's, by node.
            cut: the edges at which to detach; the script's own where it is None.
            unrecorded: what to compute under `no_grad`, and parameters to freeze; likewise.
        """
        cut = self.cut if cut is None else cut
        unrecorded = self.unrecorded if unrecorded is None else unrecorded
        values: list[Tensor] = []
        for n, node in enumerate(self.nodes):
            if node.call is None:
                assert node.given is not None
                value = (given or {}).get(n, node.given).clone()
                value.requires_grad_(node.kind == "parameter" and n not in unrecorded)
            else:
                inputs = [
                    values[below].detach() if (n, k) in cut else values[below]
                    for k, below in enumerate(node.inputs)
                ]
                with torch.no_grad() if n in unrecorded else nullcontext():
                    value = self._called(n, inputs)
            if value.requires_grad:
                value.retain_grad()
            values.append(value)
        if values[-1].requires_grad:
            values[-1].backward()
        return Numbers([v.detach() for v in values], [v.grad for v in values])

    def local(self, edge: Edge) -> Tensor:
        """The derivative of a node by one of its inputs, a number for each element of the larger.

        Raises:
            RecordingError: if it has several elements, and one of the input's moves several.
        """
        n, k = edge
        inputs = [self.numbers.values[below] for below in self.nodes[n].inputs]

        def by_one(value: Tensor) -> Tensor:
            return self._called(n, [value if at == k else other for at, other in enumerate(inputs)])

        jacobian = torch.autograd.functional.jacobian(by_one, inputs[k])
        matrix = jacobian.reshape(self.numbers.values[n].numel(), inputs[k].numel())
        if 1 in matrix.shape:
            return matrix.flatten()
        if matrix.shape[0] != matrix.shape[1] or not torch.equal(matrix, matrix.diag().diag()):
            raise RecordingError(f"{self.nodes[n].op or self.nodes[n].made_by} mixes its elements")
        return matrix.diag()

    def _called(self, n: int, inputs: list[Tensor]) -> Tensor:
        """What the call of a node gives for these inputs, in the order of `Node.inputs`."""
        call = self.nodes[n].call
        assert call is not None
        function, args, kwargs, _ = call
        now = iter(inputs)
        # Numbers of the call are nodes where the browser has to know them, and stand in it anyhow.
        told = bool(self.nodes[n].op)

        def current(leaf: Any) -> Any:
            if isinstance(leaf, Tensor) or (told and _is_number(leaf)):
                value = next(now)
                return value if isinstance(leaf, Tensor) else leaf
            return leaf

        args = tree_map(current, args)
        return function(*args, **(kwargs if told else tree_map(current, kwargs)))


def chain(run: ForwardPass) -> Chain:
    """The chain of a script's first loss.

    Raises:
        RecordingError: if it is not one number, or something on the way was changed in place.
    """
    if run.loss.numel() != 1:
        raise RecordingError("a chain begins at a loss of one number")
    made_by: dict[int, Call] = {}
    for call in run.calls:
        given = {id(t) for t in _tensors(call[1:3])}
        for made in _tensors(call[3]):
            if id(made) not in given or made.grad_fn is not None:
                made_by[id(made)] = call
    return _Builder(run, made_by).chain()


class _Builder:
    """Walks from the loss to what it was computed from."""

    def __init__(self, run: ForwardPass, made_by: dict[int, Call]):
        self._run = run
        self._made_by = made_by
        self._nodes: list[Node] = []
        self._ids: dict[int, int] = {}
        self._cut: set[Edge] = set()
        self._unrecorded: set[int] = set()
        self._reached: dict[int, bool] = {}
        self._told = {  # whether they require grad
            id(call[1][0]) for call in run.calls if _name(call[0]) == "requires_grad_"
        }

    def chain(self) -> Chain:
        self._node(self._run.loss)
        return Chain(self._nodes, frozenset(self._cut), frozenset(self._unrecorded))

    def _node(self, tensor: Tensor) -> int:
        if id(tensor) not in self._ids:
            self._ids[id(tensor)] = self._made(tensor)
        return self._ids[id(tensor)]

    def _made(self, tensor: Tensor) -> int:
        name = self._run.names.get(id(tensor), "")
        if self._is_parameter(tensor):
            n = self._add(Node("parameter", name, given=self._given(tensor)))
            if id(tensor) not in self._run.asking:
                self._unrecorded.add(n)
            return n
        if not self._reaches(tensor):
            return self._add(Node("data", name, given=self._given(tensor)))
        call = self._made_by[id(tensor)]
        function, args, kwargs, result = call
        if any(part is tensor for part in _tensors((args, kwargs))):
            raise RecordingError(
                f"a chain cannot show what is changed in place: {name or function}"
            )
        if not isinstance(result, Tensor):
            raise RecordingError(f"{function} gives several results, and a chain shows one")
        op = _op(function, args, kwargs)
        below, cut = [], []
        for part in tree_leaves(args if op else (args, kwargs)):
            if isinstance(part, Tensor):
                source = self._through_detach(part)
                cut.append(source is not part)
                below.append(self._node(source))
            elif op and _is_number(part):
                given = torch.tensor(float(part), dtype=torch.float64)
                cut.append(False)
                below.append(self._add(Node("number", given=given)))
        made_by = tensor.grad_fn.name() if tensor.grad_fn is not None else ""
        n = self._add(Node("operation", name, op, made_by, tuple(below), call=call))
        self._cut |= {(n, k) for k, is_cut in enumerate(cut) if is_cut}
        inputs = _tensors((args, kwargs))
        if not tensor.requires_grad and any(self._requires_grad(part) for part in inputs):
            self._unrecorded.add(n)
        return n

    def _add(self, node: Node) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _given(self, tensor: Tensor) -> Tensor:
        value = self._run.values[id(tensor)]
        return value.double() if value.is_floating_point() else value

    def _requires_grad(self, tensor: Tensor) -> bool:
        return tensor.grad_fn is not None or id(tensor) in self._run.asking

    def _is_parameter(self, tensor: Tensor) -> bool:
        asked = id(tensor) in self._run.asking or id(tensor) in self._told
        return tensor.grad_fn is None and (asked or isinstance(tensor, nn.Parameter))

    def _reaches(self, tensor: Tensor) -> bool:
        """Whether it was computed from a parameter; what was not is data, however it was made."""
        if id(tensor) not in self._reached:
            self._reached[id(tensor)] = False  # where something in place leads in a circle
            call = self._made_by.get(id(tensor))
            given = _tensors(call[1:3]) if call else ()
            self._reached[id(tensor)] = (
                tensor.grad_fn is not None
                or self._is_parameter(tensor)
                or any(self._reaches(part) for part in given)
            )
        return self._reached[id(tensor)]

    def _through_detach(self, tensor: Tensor) -> Tensor:
        """What was detached, if this was; else the tensor itself."""
        call = self._made_by.get(id(tensor))
        if call is None or _name(call[0]) != "detach":
            return tensor
        return self._through_detach(call[1][0])


def _op(function: Any, args: tuple, kwargs: dict) -> str:
    """The operation's key in `FORMS`, or "" if the call asks for more than its name says."""
    name = _name(function)
    plain = {"size_average": None, "reduce": None, "reduction": "mean", "weight": None}
    tensors = [part for part in args if isinstance(part, Tensor)]
    known = (
        name in FORMS
        and all(isinstance(part, Tensor) or _is_number(part) for part in args)
        and len(args) == FORMS[name].count("{")
        and all(key in plain and plain[key] == value for key, value in kwargs.items())
    )
    shapes = {tuple(t.shape) for t in tensors if t.numel() > 1}
    if not known or len(shapes) > 1:
        return ""
    # In its general form it is a product of matrices.
    if name == "linear" and args[1].numel() > 1:
        return ""
    return name


def _name(function: Any) -> str:
    return getattr(function, "__name__", "")


def _is_number(thing: Any) -> bool:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def _tensors(tree: Any) -> Iterable[Tensor]:
    return [leaf for leaf in tree_leaves(tree) if isinstance(leaf, Tensor)]
