"""What can be seen of a training from outside: what it raised, which numbers moved, each gradient.

Unlike a recording, a fingerprint is taken of a script that raises, and of one whose loop is wrong.
"""

import contextlib
import io
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from record.graph import leaves
from record.names import script_frames
from record.source import Source
from record.world import unchanged_world

_KEEP_NOTHING = (int, float, str, type, types.ModuleType, types.FunctionType)
_NO_SEED = 0x5EED_0FF  # a number that nobody would choose


@dataclass
class Place:
    """A parameter or a buffer at a script's end.

    Attributes:
        name: what the script calls it.
        kind: `parameter`; `buffer`; or `tensor`, which a module keeps and does not list.
        moved: `yes`, `no`, or `nan` if it has a number that is not finite; since the last optimizer
            was made, or since the first gradient.
        grad: its `.grad` as the last `step()` found it; at the end, if there was no step. `None`;
            `zero`; `nan`, if a number in it is not finite; `left over` from before the last
            `backward()`s; `growing`, if those were added to one that a step had used; or `finite`.
            Empty for what is no parameter.
        held: whether an optimizer holds it.
    """

    name: str
    kind: str
    moved: str
    grad: str = ""
    held: bool = False


@dataclass
class Fingerprint:
    """What was seen of one run.

    Attributes:
        seed: what the script gave `torch.manual_seed` last, or None.
        raised: the type of what ended it, or empty.
        message: what that said.
        at: the script's own line that led there, without its indent.
        warned: what it was warned of, each once.
        backwards: how often a gradient was computed.
        steps: how often an optimizer's `step()` ran.
        losses: what the name `loss` stood for, one number after the other; where a script has none,
            what `backward()` was called on.
        held_out: what the name `held_out` stood for, one number after the other.
        shown: the numbers of the list `shown`, in which a script keeps what it would print.
        printed: what it printed, to its end or until it raised.
        places: its parameters and buffers.
    """

    seed: int | None = None
    raised: str = ""
    message: str = ""
    at: str = ""
    warned: list[str] = field(default_factory=list)
    backwards: int = 0
    steps: int = 0
    losses: list[float] = field(default_factory=list)
    held_out: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    printed: str = ""
    places: list[Place] = field(default_factory=list)

    def packed(self) -> dict[str, Any]:
        """The same, as JSON can say it."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Fingerprint":
        """What `packed` gave."""
        places = [Place(**place) for place in packed["places"]]
        return cls(**{**packed, "places": places})


def fingerprint(path: Path) -> Fingerprint:
    """Run the script at `path` as `python path` would; see `taken`."""
    return taken(path)[0]


def taken(path: Path) -> tuple[Fingerprint, dict[str, Any]]:
    """Run a script, to its end or until it raises: its fingerprint, and its names at the end.

    torch, Python and the process are left as they were.
    """
    source = Source(path, path.read_text("utf-8"))
    witness = _Witness(source)
    output = io.StringIO()
    with unchanged_world(), contextlib.ExitStack() as stack:
        caught = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.enter_context(contextlib.redirect_stdout(output))
        torch.manual_seed(_NO_SEED)
        script = types.ModuleType("__main__")
        script.__file__ = str(path)
        sys.modules["__main__"] = script
        sys.argv[:] = [str(path)]
        with witness.watching():
            try:
                exec(source.code, vars(script))
            except (Exception, SystemExit) as error:
                witness.note(error)
        found = witness.fingerprint()
        found.seed = None if torch.initial_seed() == _NO_SEED else torch.initial_seed()
    said = (f"{w.category.__name__}: {w.message}" for w in caught)
    found.warned = list(dict.fromkeys(said))
    names = {name: value for name, value in vars(script).items() if not name.startswith("__")}
    found.printed = output.getvalue()
    if isinstance(names.get("shown"), list):
        found.shown = [number for each in names["shown"] for number in _numbers(each)]
    return found, names


@dataclass
class _Met:
    """A tensor that was met while the script ran.

    Attributes:
        tensor: itself; kept, so that its id stays its own.
        kind: see `Place`.
        start: its numbers as they were before training.
        reached: how many steps had been taken when a gradient was last computed for it; -1: none.
        used: whether a step has found the gradient that it has now.
        grad: see `Place`, as the last step found it; None before a step.
        growing: whether a gradient was last added to one that a step had used.
    """

    tensor: Tensor
    kind: str
    start: Tensor
    reached: int = -1
    used: bool = False
    grad: str | None = None
    growing: bool = False


class _Witness:
    """Sees one script run: each line of its own, each gradient, each step."""

    def __init__(self, script: Source):
        self._script = script
        self._result = Fingerprint()
        self._met: dict[int, _Met] = {}
        self._names: dict[int, str] = {}  # what a tensor was last called
        self._named: dict[str, int] = {}  # the tensor that was last called so
        self._keepers: dict[str, int] = {}
        self._optimizers: dict[int, Optimizer] = {}
        self._began = False
        self._seen: dict[str, object] = {}  # what the names stood for whose numbers are kept
        self._of_backward: list[float] = []

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs."""
        backward, grad = torch.autograd.backward, torch.autograd.grad

        def watched_backward(tensors: Any, *args: Any, **kwargs: Any) -> None:
            self._look(sys._getframe())
            self._begin()
            losses = [tensors] if isinstance(tensors, Tensor) else list(tensors)
            before = {key: _is_something(met.tensor.grad) for key, met in self._met.items()}
            reached = {id(leaf) for loss in losses if loss.grad_fn for leaf in leaves(loss)}
            backward(tensors, *args, **kwargs)
            self._result.backwards += 1
            self._of_backward += [number for loss in losses for number in _numbers(loss)]
            for key, met in self._met.items():
                if key in reached:
                    met.growing = before[key] and met.used
                    met.used = before[key] and met.used
                    met.reached = self._result.steps

        def watched_grad(*args: Any, **kwargs: Any) -> Any:
            self._begin()
            found = grad(*args, **kwargs)
            self._result.backwards += 1
            return found

        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch("torch.autograd.backward", watched_backward))
            stack.enter_context(mock.patch("torch.autograd.grad", watched_grad))
            stack.callback(register_optimizer_step_pre_hook(self._before_step).remove)
            stack.callback(register_optimizer_step_post_hook(self._after_step).remove)
            stack.callback(sys.settrace, sys.gettrace())
            sys.settrace(self._trace)
            yield

    def note(self, error: BaseException) -> None:
        """What ended the script."""
        result = self._result
        result.raised, result.message = type(error).__name__, str(error)
        walked = traceback.walk_tb(error.__traceback__)
        own = [at for at in walked if at[0].f_code.co_filename == str(self._script.path)]
        for frame, _ in reversed(own):  # the outermost has the last word on what is called how
            self._look(frame)
        result.at = self._script.line(own[-1][1]) if own else ""

    def fingerprint(self) -> Fingerprint:
        """What was seen, once the script has ended."""
        result = self._result
        result.losses = result.losses or self._of_backward
        held = {
            id(p) for o in self._optimizers.values() for g in o.param_groups for p in g["params"]
        }
        for key, name in self._names.items():
            if self._named[name] != key:
                continue  # another one stands in its place by now
            met = self._met[key]
            place = Place(name, met.kind, _moved(met), held=key in held)
            if met.kind == "parameter":
                place.grad = self._grad(met) if met.grad is None else met.grad
            result.places.append(place)
        return result

    def _trace(self, frame: FrameType, event: str, argument: object) -> Callable | None:
        """Follow the script's own lines, and nothing else."""
        if frame.f_code.co_filename != str(self._script.path):
            return None
        self._look(frame, again=False)
        return self._trace

    def _look(self, inner: FrameType, again: bool = True) -> None:
        """See which tensors and optimizers there are by now, and what the loss is.

        Not `again`: only if a name stands for another thing that can keep them.
        """
        frame = next(script_frames(inner, str(self._script.path)))
        names = {**frame.f_globals, **frame.f_locals}
        for name, kept in (("loss", self._result.losses), ("held_out", self._result.held_out)):
            if name in names:
                self._follow(name, names[name], kept)
        keeping = {name: value for name, value in names.items() if _may_keep(name, value)}
        keepers = {name: id(value) for name, value in keeping.items()}
        if keepers == self._keepers and not again:
            return
        self._keepers = keepers
        for name, tensor, kind in _tensors(keeping):
            if id(tensor) not in self._met:
                self._met[id(tensor)] = _Met(tensor, kind, _copy(tensor))
            self._names[id(tensor)], self._named[name] = name, id(tensor)
        new = [o for o in _optimizers(keeping) if id(o) not in self._optimizers]
        if new:  # what came before, such as a checkpoint that was loaded, was no training
            self._optimizers |= {id(optimizer): optimizer for optimizer in new}
            self._start()

    def _follow(self, name: str, value: object, kept: list[float]) -> None:
        numbers = _numbers(value)
        if value is not self._seen.get(name):
            self._seen[name] = value
            kept += numbers
        elif numbers:
            kept[-1:] = numbers  # as an in-place operation left it

    def _begin(self) -> None:
        if not self._began and not self._optimizers:
            self._start()
        self._began = True

    def _start(self) -> None:
        for met in self._met.values():
            met.start = _copy(met.tensor)

    def _before_step(self, optimizer: Optimizer, args: object, kwargs: object) -> None:
        self._look(sys._getframe())
        if id(optimizer) not in self._optimizers:  # the script gave it no name
            self._optimizers[id(optimizer)] = optimizer
        for met in self._met.values():
            if met.kind == "parameter":
                met.grad = self._grad(met)

    def _after_step(self, optimizer: Optimizer, args: object, kwargs: object) -> None:
        self._result.steps += 1
        for met in self._met.values():
            met.used = _is_something(met.tensor.grad)

    def _grad(self, met: _Met) -> str:
        """What a parameter's gradient is by now."""
        grad = met.tensor.grad
        if grad is None:
            return "None"
        if not grad.isfinite().all():
            return "nan"
        if not grad.any():
            return "zero"
        # Several optimizers step one after the other on gradients that came before all of them.
        if self._result.steps - met.reached >= max(1, len(self._optimizers)):
            return "left over"
        return "growing" if met.growing else "finite"


def _may_keep(name: str, value: object) -> bool:
    """Whether a thing may be, or have in it, a parameter, a buffer or an optimizer."""
    if isinstance(value, Tensor):
        return value.requires_grad and value.is_leaf
    return not (name.startswith("__") or isinstance(value, _KEEP_NOTHING))


def _optimizers(names: Mapping[str, object]) -> Iterator[Optimizer]:
    for value in names.values():
        kept: Iterable[object] = ()
        if isinstance(value, dict):
            kept = value.values()
        elif isinstance(value, list | tuple):
            kept = value
        yield from (item for item in [value, *kept] if isinstance(item, Optimizer))


def _tensors(names: Mapping[str, object]) -> Iterator[tuple[str, Tensor, str]]:
    """Each parameter and buffer by the name that leads to it, a module's own name first."""
    seen: set[int] = set()
    hidden = {"self"}  # within a method; elsewhere it has a name
    visible = {n: v for n, v in names.items() if not n.startswith("_") and n not in hidden}
    modules_first = sorted(visible.items(), key=lambda item: not isinstance(item[1], nn.Module))
    for name, value in modules_first:
        for found in _within(name, value):
            if id(found[1]) not in seen:
                seen.add(id(found[1]))
                yield found


def _within(name: str, value: object, depth: int = 3) -> Iterator[tuple[str, Tensor, str]]:
    if isinstance(value, nn.Module):
        # One walk and not three: this is done at each step.
        inner = [(path, vars(module)) for path, module in value.named_modules(prefix=name)]
        for kind in ("parameter", "buffer"):
            for path, own in inner:
                for key, listed in own[f"_{kind}s"].items():
                    if listed is not None:
                        yield f"{path}.{key}", listed, kind
        for path, own in inner:
            for key, kept in own.items():
                if not (key.startswith("_") or isinstance(kept, _KEEP_NOTHING)):
                    yield from _kept(f"{path}.{key}", kept)
    elif isinstance(value, Tensor):
        if value.requires_grad and value.is_leaf:
            yield name, value, "parameter"
    elif depth and isinstance(value, list | tuple | dict):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if not isinstance(item, _KEEP_NOTHING):  # of numbers there may be thousands
                yield from _within(f"{name}[{key!r}]", item, depth - 1)
    elif depth and type(value).__module__ == "__main__" and hasattr(value, "__dict__"):
        for key, item in vars(value).items():
            yield from _within(f"{name}.{key}", item, depth - 1)


def _kept(name: str, value: object) -> Iterator[tuple[str, Tensor, str]]:
    """What a module keeps as a plain attribute, so that it does not list it."""
    if isinstance(value, Tensor):
        yield name, value, "parameter" if value.requires_grad and value.is_leaf else "tensor"
    else:
        yield from _within(name, value, depth=1)


def _moved(met: _Met) -> str:
    now = met.tensor.detach()
    if torch.equal(now, met.start):
        return "no"
    return "yes" if now.isfinite().all() else "nan"


def _is_something(grad: Tensor | None) -> bool:
    return grad is not None and bool(grad.any())


def _numbers(loss: object) -> list[float]:
    """The loss as a list of one number; an empty one if it is none."""
    if isinstance(loss, Tensor):
        return [float(loss.detach())] if loss.numel() == 1 else []
    return [float(loss)] if isinstance(loss, int | float) else []


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().clone()
