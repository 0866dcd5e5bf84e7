"""See each loss, gradient and step of a script while it runs.

torch itself tells: its global optimizer hooks when `step()` begins and ends, a `TorchFunctionMode`
each call, a wrapper around `torch.autograd.backward` each loss.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

import torch
from torch import Tensor
from torch.autograd import profiler
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)
from torch.overrides import TorchFunctionMode

from record.errors import RecordingError
from record.forward import ForwardPass, forward_pass
from record.graph import leaves
from record.names import name_of, script_frames
from record.source import Source
from record.tape import Call


@dataclass(frozen=True)
class Step:
    """One `optimizer.step()`. Tensors are copies, keyed by what the script calls them.

    Attributes:
        optimizer: what the script calls the optimizer.
        losses: the losses whose gradients `.grad` held, in the order of their `backward()`; of
            what was left over from before the last step, nothing. For a closure, the first loss
            that it computed: the one at `before`.
        before: the parameters of this optimizer as `step()` found them.
        grad: their `.grad` as `step()` found it (for a closure: after its first call), or None.
        after: the parameters as `step()` left them.
        lr: the learning rate of each parameter.
    """

    optimizer: str
    losses: tuple[float, ...]
    before: dict[str, Tensor]
    grad: dict[str, Tensor | None]
    after: dict[str, Tensor]
    lr: dict[str, float]

    @property
    def loss(self) -> float:
        """The loss whose gradient this step applied: the sum, as gradients sum in `.grad`."""
        return sum(self.losses) if self.losses else float("nan")


class Watch(TorchFunctionMode):
    """What is seen of one script."""

    def __init__(self, script: Source, keeps_first: bool = False):
        """Watch a script; a copy of all numbers of its first pass is kept only where asked for."""
        super().__init__()
        self.last_calls: list[Call] = []  # that led to the last loss
        self._first: ForwardPass | None = None
        self._keeps_first = keeps_first
        self._script = script
        self._steps: list[Step] = []
        self._open: list[_OpenStep] = []  # steps that have begun
        self._marks: list[_Mark] = []  # of these, and of other things that torch marks
        self._calls: list[Call] = []  # since the last backward
        self._losses: list[float] = []
        self._loss: Tensor | None = None  # the last one
        self._held: dict[int, set[int]] = {}  # leaf -> numbers of the losses that its .grad holds
        self._names: dict[int, tuple[str, object]] = {}  # keeps things alive, so ids stay theirs
        self._storage: dict[int | None, Tensor] = {}  # address -> leaf that has had a gradient
        self._stepped: set[int] = set()  # parameters that an optimizer moved
        self._by_hand: dict[int, str] = {}  # leaf -> the line that first changed it outside step()
        self._unseen: dict[str, str] = {}  # other ways to use gradients -> the first line

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs."""
        backward, grad = torch.autograd.backward, torch.autograd.grad

        def watched_backward(tensors, grad_tensors=None, *args, **kwargs):
            self._before_backward(tensors, grad_tensors)
            backward(tensors, grad_tensors, *args, **kwargs)
            if self._open:
                self._open[-1].look(self._gradients_of)

        def watched_grad(*args, **kwargs):
            self._note_unseen("calls torch.autograd.grad")
            return grad(*args, **kwargs)

        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch("torch.autograd.backward", watched_backward))
            stack.enter_context(mock.patch("torch.autograd.grad", watched_grad))
            stack.enter_context(mock.patch.object(profiler, "record_function", self._mark))
            stack.callback(register_optimizer_step_pre_hook(self._before_step).remove)
            stack.callback(register_optimizer_step_post_hook(self._after_step).remove)
            stack.enter_context(self)
            yield

    def _mark(self, name: str, args: str | None = None) -> contextlib.AbstractContextManager:
        # What profiles needs the mark itself; otherwise it is written for nobody.
        return _MARK(name, args) if profiler._is_profiler_enabled else _Mark(self._marks)

    def __torch_function__(self, function, types, args=(), kwargs=None):
        """Keep the call for the tape; note what goes past the optimizer."""
        kwargs = kwargs or {}
        result = function(*args, **kwargs)
        self._calls.append((function, args, kwargs, result))
        if not self._open:
            if function == _READ_GRAD:
                self._note_unseen("reads .grad")
            elif args and _is_in_place(function):
                leaf = self._storage.get(_address(args[0]))
                if leaf is not None and id(leaf) not in self._by_hand:
                    self._by_hand[id(leaf)] = f"changes {self.name(leaf)} by hand, {self._line()}"
        return result

    def _before_backward(self, tensors, grad_tensors) -> None:
        losses = [tensors] if isinstance(tensors, Tensor) else list(tensors)
        weights = [grad_tensors] if isinstance(grad_tensors, Tensor) else grad_tensors
        self._loss = losses[-1]
        if self._keeps_first and self._first is None:
            frames = script_frames(sys._getframe(), str(self._script.path))
            self._first = forward_pass(losses[-1], self._calls, frames)
        self.last_calls, self._calls = self._calls, []
        for loss, weight in zip(losses, weights or [None] * len(losses), strict=True):
            number = len(self._losses)
            self._losses.append(float((loss if weight is None else loss * weight).detach().sum()))
            for leaf in leaves(loss):
                self.name(leaf)
                self._storage[leaf.data_ptr()] = leaf
                # A gradient that is None or zero holds nothing of earlier losses.
                if leaf.grad is None or not leaf.grad.any():
                    self._held[id(leaf)] = set()
                self._held.setdefault(id(leaf), set()).add(number)

    def _gradients_of(self, parameters: list[Tensor]) -> tuple[list[Tensor | None], list[float]]:
        """Copies of `.grad`, and the losses that they came from."""
        numbers = set().union(*(self._held.get(id(p), ()) for p in parameters))
        grads = [None if p.grad is None else _copy(p.grad) for p in parameters]
        return grads, [self._losses[number] for number in sorted(numbers)]

    def _before_step(self, optimizer, args, kwargs) -> None:
        closure = any(argument is not None for argument in (*args[1:], *kwargs.values()))
        if not closure and self._marks and type(optimizer).__module__.startswith("torch.optim."):
            self._marks[-1].hide()  # no call of such a step leads to a loss
        step = _OpenStep(optimizer)
        if not closure:
            step.look(self._gradients_of)
        self._open.append(step)

    def _after_step(self, optimizer, args, kwargs) -> None:
        step = self._open.pop()
        names = [self.name(parameter) for parameter in step.parameters]
        self._stepped |= {id(p) for p in step.parameters}
        self._held |= {id(p): set() for p in step.parameters}
        self._steps.append(
            Step(
                optimizer=self.name(optimizer),
                losses=tuple(step.losses),
                before=dict(zip(names, step.before, strict=True)),
                grad=dict(zip(names, step.grad, strict=True)),
                after=dict(zip(names, map(_copy, step.parameters), strict=True)),
                lr=dict(zip(names, step.lr, strict=True)),
            )
        )

    def name(self, thing: Tensor | Optimizer) -> str:
        """What the script calls a parameter or an optimizer where it is first met."""
        if id(thing) not in self._names:
            frames = list(script_frames(sys._getframe(), str(self._script.path)))
            number = f"{type(thing).__name__} {len(self._names)} without a name"
            self._names[id(thing)] = name_of(thing, frames) or number, thing
        return self._names[id(thing)][0]

    def last_loss(self) -> Tensor:
        """The tensor that `backward()` was called on last; RecordingError if there is none."""
        if self._loss is None:
            raise RecordingError(self._why_never("backward()"))
        return self._loss

    def first_pass(self) -> ForwardPass:
        """What led to the first `backward()`; RecordingError if there is none."""
        if self._first is None:
            raise RecordingError(self._why_never("backward()"))
        return self._first

    def steps(self) -> list[Step]:
        """Each step; RecordingError if there is none, or if they are not the whole story."""
        if not self._steps:
            raise RecordingError(self._why_never("optimizer.step()"))
        for leaf, change in self._by_hand.items():
            if leaf in self._stepped:
                raise RecordingError(
                    f"{self._script.name} {change}, so its optimizer's steps are not the whole "
                    "story; let optimizer.step() alone change it"
                )
        return self._steps

    def _why_never(self, call: str) -> str:
        seen = next(iter([*self._by_hand.values(), *self._unseen.values()]), None)
        hint = f"; it {seen}, which the recorder does not follow" if seen else ""
        return f"{self._script.name} never calls {call}{hint}. Show its output instead"

    def _note_unseen(self, what: str) -> None:
        if what not in self._unseen:
            self._unseen[what] = f"{what}, {self._line()}"

    def _line(self) -> str:
        frame = next(script_frames(sys._getframe(), str(self._script.path)))
        return f"line {frame.f_lineno} (`{self._script.line(frame.f_lineno)}`)"


class _Mark(contextlib.ContextDecorator):
    """Stands in for the profiler's mark around a step, which ends where the step raises, too."""

    def __init__(self, open_marks: list["_Mark"]):
        self._open = open_marks
        self._hidden: contextlib.AbstractContextManager | None = None

    def hide(self) -> None:
        """Show the mode no call until the mark ends."""
        self._hidden = torch._C.DisableTorchFunction()  # torch 2.13 has no public name for it
        self._hidden.__enter__()

    def __enter__(self):
        """Begin."""
        self._open.append(self)

    def __exit__(self, *raised):
        """End."""
        self._open.pop()
        if self._hidden:
            self._hidden.__exit__(*raised)


class _OpenStep:
    """A step that has begun."""

    def __init__(self, optimizer: Optimizer):
        pairs = [(p, float(g["lr"])) for g in optimizer.param_groups for p in g["params"]]
        self.parameters = [p for p, _ in pairs]
        self.lr = [lr for _, lr in pairs]
        self.before = [_copy(p) for p in self.parameters]
        self.grad: list[Tensor | None] = [None] * len(pairs)
        self.losses: list[float] = []

    def look(self, gradients_of: Callable) -> None:
        """Note the gradients, unless an earlier call of the closure has: those were at `before`."""
        if not self.losses:
            self.grad, self.losses = gradients_of(self.parameters)


_CLASS: Any = Tensor  # torch says of which types its attributes are on a tensor, not on the class
_READ_GRAD = _CLASS.grad.__get__
_WRITE_DATA = _CLASS.data.__set__
_MARK = profiler.record_function


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().clone()


@cache
def _is_in_place(function: Callable) -> bool:
    """Whether a torch function writes into its first argument."""
    name = getattr(function, "__name__", "")
    if name.startswith("__"):
        return function == _WRITE_DATA or name.startswith("__i") or name == "__setitem__"
    return name.endswith("_") and name != "requires_grad_"  # that one writes a flag


def _address(tensor: Any) -> int | None:
    """Where a tensor's values are (a view's and `.data`'s too), None for what has no such place."""
    try:
        return tensor.data_ptr()
    except (AttributeError, RuntimeError):  # no tensor; a tensor under vmap
        return None
