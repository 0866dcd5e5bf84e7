"""What can be seen of a training from outside: what it raised, which numbers moved, each gradient.

Unlike a recording, a fingerprint is taken of a script that raises, and of one whose loop is wrong.
"""

import contextlib
import io
import math
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
# Most of a script's names stand for one of just these, and are looked at on each line.
_PLAIN = {*_KEEP_NOTHING, bool, types.NoneType}
_SEVERAL = (list, tuple, dict)
_EACH_MODULE_S = vars(nn.Module()).keys()  # torch's own attributes, none of them a tensor's name
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
        self._path = str(script.path)
        self._result = Fingerprint()
        self._met: dict[int, _Met] = {}
        self._names: dict[int, str] = {}  # what a tensor was last called
        self._named: dict[str, int] = {}  # the tensor that was last called so
        self._keepers: dict[str, int] = {}
        self._optimizers: dict[int, Optimizer] = {}
        self._began = False
        self._ran = 2  # how many of its lines began since all was looked at; nothing was yet
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
        if frame.f_code.co_filename != self._path:
            return None
        self._ran += 1
        self._see(frame, again=False)
        return self._trace

    def _look(self, inner: FrameType) -> None:
        """See what the script's own code that led here can name by now."""
        self._see(next(script_frames(inner, self._path)), again=True)
        self._ran = 0

    def _see(self, frame: FrameType, again: bool) -> None:
        """See which tensors and optimizers there are by now, and what the loss is.

        Not `again`: only if a name stands for another thing that can keep them.
        """
        names, local = frame.f_globals, frame.f_locals
        if local is not names:
            names = {**names, **local}
        for name, kept in (("loss", self._result.losses), ("held_out", self._result.held_out)):
            if name in names:
                self._follow(name, names[name], kept)
        keeping = {
            name: value
            for name, value in names.items()
            if type(value) not in _PLAIN and _may_keep(name, value)
        }
        keepers = {name: id(value) for name, value in keeping.items()}
        if keepers == self._keepers and not again:
            return
        self._keepers = keepers
        keeping = {name: value for name, value in keeping.items() if not _is_plain(value)}
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
        if self._ran > 1:  # more than the line that takes this step
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
        largest = grad.abs().max().item() if grad.numel() else 0.0  # nan, if one is
        if not math.isfinite(largest):
            return "nan"
        if not largest:
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


def _is_plain(value: object) -> bool:
    """Whether it is of numbers, of which there may be thousands, and of more with each step."""
    if not isinstance(value, _SEVERAL):
        return False
    return _PLAIN.issuperset(map(type, value.values() if isinstance(value, dict) else value))


def _optimizers(names: Mapping[str, object]) -> Iterator[Optimizer]:
    for value in names.values():
        kept: Iterable[object] = ()
        if isinstance(value, dict):
            kept = value.values()
        elif isinstance(value, _SEVERAL):
            kept = value
        yield from (item for item in (value, *kept) if isinstance(item, Optimizer))


_Found = list[tuple[str, Tensor, str]]  # a name that leads to a tensor, and its kind


def _tensors(names: Mapping[str, object]) -> Iterable[tuple[str, Tensor, str]]:
    """Each parameter and buffer by the name that leads to it, a module's own name first."""
    hidden = {"self"}  # within a method; elsewhere it has a name
    visible = {n: v for n, v in names.items() if not n.startswith("_") and n not in hidden}
    modules = [name for name, value in visible.items() if isinstance(value, nn.Module)]
    found: _Found = []
    for name in dict.fromkeys([*modules, *visible]):
        _within(name, visible[name], found)
    first: dict[int, tuple[str, Tensor, str]] = {}
    for each in found:
        first.setdefault(id(each[1]), each)
    return first.values()


def _within(name: str, value: object, found: _Found, depth: int = 3) -> None:
    """Find what a thing is, or has in it. Of lists and no generators: it is done at each step."""
    if isinstance(value, nn.Module):
        _in_module(name, value, found)
    elif isinstance(value, Tensor):
        if value.requires_grad and value.is_leaf:
            found.append((name, value, "parameter"))
    elif depth and isinstance(value, _SEVERAL):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if not isinstance(item, _KEEP_NOTHING):
                _within(f"{name}[{key!r}]", item, found, depth - 1)
    elif depth and type(value).__module__ == "__main__" and hasattr(value, "__dict__"):
        for key, item in vars(value).items():
            _within(f"{name}.{key}", item, found, depth - 1)


def _in_module(name: str, module: nn.Module, found: _Found) -> None:
    # One walk and not three.
    inner = [(path, vars(each)) for path, each in module.named_modules(prefix=name)]
    for kind, kept_in in (("parameter", "_parameters"), ("buffer", "_buffers")):
        for path, own in inner:
            for key, listed in own[kept_in].items():
                if listed is not None:
                    found.append((f"{path}.{key}", listed, kind))
    for path, own in inner:
        for key in [key for key in own if key not in _EACH_MODULE_S]:
            kept = own[key]
            if not (key.startswith("_") or isinstance(kept, _KEEP_NOTHING)):
                _kept(f"{path}.{key}", kept, found)


def _kept(name: str, kept: object, found: _Found) -> None:
    """What a module keeps as a plain attribute, so that it does not list it."""
    if isinstance(kept, Tensor):
        kind = "parameter" if kept.requires_grad and kept.is_leaf else "tensor"
        found.append((name, kept, kind))
    else:
        _within(name, kept, found, depth=1)


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
