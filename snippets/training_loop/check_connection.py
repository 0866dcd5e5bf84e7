"""Run your training script, and say where loss and parameters are cut off."""

# python check_connection.py my_script.py [its arguments]
#
# or `with watch(model): ...` around a loop, or `assert not check(train)` in a
# test. It writes no file and sends nothing, and your results stay the same to
# the last bit. Needs torch 2.4 or newer. Exit status: 0 no finding, 1 findings,
# 2 the script could not be examined.
#
# To review it: `watching` lists what it asks torch to tell, `put` and `hear`
# are the way it is told, and `run` alone runs your script. The rest only notes
# (Records, The watch) and, at the end, judges what was noted (Mistakes).

from __future__ import annotations

import argparse
import json
import math
import os
import runpy
import sys
import traceback
import weakref
from collections import Counter, defaultdict, deque
from contextlib import ExitStack, contextmanager, suppress
from functools import partial, wraps
from itertools import islice
from multiprocessing.process import BaseProcess
from statistics import median_high as median
from typing import NamedTuple
from unittest import mock

import torch
from torch import nn
from torch.nn import functional
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.dropout import _DropoutNd
from torch.nn.modules.module import register_module_forward_pre_hook
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer, lr_scheduler
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

# --- Cases: what a finding is called, the page that shows it, the likely cause.

CASES = {
    "cleared-before-step": (
        "training_loop", "zero_grad() stands right before step()"),
    "clipped-to-nothing": (
        "not_learning/order",
        "the limit is too small, or scaler.unscale_() is missing before it"),
    "diverging": ("not_learning/numbers", "the learning rate is too large"),
    "eval-while-training": (
        "not_learning/state", "train() is missing after an evaluation"),
    "frozen-but-moving": (
        "not_learning/state", "an old .grad, or a batch norm in training mode"),
    "gradients-accumulate": ("not_learning/order", "zero_grad() is missing"),
    "loss-constant": ("not_learning", "the weights are put back in each step"),
    "never-backward": (
        "not_learning/order", "the loop did not run, or backward() is missing"),
    "never-stepped": ("not_learning/order", "optimizer.step() is missing"),
    "no-gradient": (
        "not_learning/cut",
        "detach(), item(), no_grad or a new tensor is in the way"),
    "non-finite": (
        "not_learning/numbers",
        "an infinite slope, or a learning rate that is too large"),
    "not-in-optimizer": (
        "not_learning/unheld", "it was made for another model, or too early"),
    "scheduler-order": (
        "optimizers/learning_rate",
        "scheduler.step() stands before optimizer.step()"),
    "softmax-before-cross-entropy": (
        "not_learning/wrong_loss", "the loss squashes by itself"),
    "stale-optimizer": (
        "not_learning/unheld",
        "a layer or model was replaced after its making"),
    "steps-too-large": (
        "optimizers/learning_rate", "the learning rate is too large"),
    "steps-too-small": (
        "not_learning/numbers", "the learning rate is 0 or too small"),
    "targets-out-of-range": (
        "not_learning/shape_and_type",
        "labels from 1, targets of -1 and 1, or a mask of 0 and 255"),
    "unequal-shapes": (
        "not_learning/shape_and_type", "one of the two needs squeeze(1)"),
    "zero-gradient": (
        "not_learning/numbers",
        "a dead or saturated unit, a softmax over one number,"
        " or something flat, as round()"),
}
MESSAGES = {  # part of what torch raises: the case, or else the page
    "does not require grad and does not have a grad_fn": "no-gradient",
    "Inference tensors cannot be saved": "no-gradient",
    "object has no attribute 'backward'": "not_learning/cut",
    "Can't call numpy() on Tensor": "not_learning/cut",
    "modified by an inplace operation": "not_learning/cut",
    "leaf Variable that requires grad": "not_learning/cut",
    "through the graph a second time": "not_learning/order",
    "required positional argument: 'closure'": "not_learning/order",
    "is out of bounds": "targets-out-of-range",
    "all elements of target should be between": "targets-out-of-range",
    "that is different to the input size": "unequal-shapes",
    "must be the same as input size": "unequal-shapes",
    "expected target dtype to be": "not_learning/shape_and_type",
    "to the desired output type": "not_learning/shape_and_type",
    "expected scalar type Long": "not_learning/shape_and_type",  # torch 2.4
    "type for target with class probabilities": "losses/cross_entropy",
    "Expected more than 1 value per channel": "not_learning/state",
    "optimizer got an empty parameter list": "not_learning/unheld",
    "can't optimize a non-leaf Tensor": "not_learning/unheld",
    "all elements of input should be between": "not_learning/wrong_loss",
    "must implement either the backward": "gradients/chain_rule",
    "non-static forward method": "gradients/chain_rule",
}


class Finding(NamedTuple):
    """What was seen of a case, at a line of the script."""

    name: str
    seen: str
    line: str
    page: str
    cause: str

    def __str__(self):
        return (
            f"{self.name}  {self.line}\n  {self.seen}\n"
            f"  likely cause: {self.cause}\n  page: {self.page}"
        )


# --- Records: of a parameter, a batch norm, an optimizer, a line of backward().

MANY = 16  # optimizers, models and losses that are kept at most
WHOLE = 2**20  # of a larger parameter, a sample is compared


def looks(count):
    """Whether all is read at this step: at the first 20, then each 10th."""
    return count <= 20 or count % 10 == 0


def sample(tensor):
    """A copy of the tensor's values, or of evenly spaced ones of many."""
    flat = tensor.detach().reshape(-1)
    return flat[:: -(-flat.numel() // WHOLE) or 1].clone()


def norm(tensor):
    """The length of a gradient, as a number."""
    if tensor.is_sparse:
        tensor = tensor.coalesce().values()
    return torch.linalg.vector_norm(tensor.float()).item()


def ends(had, now):
    """The first and the last of what was seen, in a list."""
    return [had[0] if had else now, now]


def are_equal(a, b):
    alike = a.dtype == b.dtype and a.device == b.device
    return alike and torch.equal(a, b)


def is_finite(tensor):
    return bool(torch.isfinite(tensor).all())


class _Param:
    """What happened to one parameter."""

    def __init__(self, param, name):
        self.param, self.name, self.first = param, name, sample(param)
        self.former = False  # of a model that had it, and has it no longer
        self.reached = self.held = False
        self.pushed = False  # moved by a step, though it is frozen
        self.looked = self.none = self.zero = 0  # steps, by their gradients
        self.norms = []  # of its gradient, first and last

    def moved(self):
        """By how much of its own length it moved; 0 only if no digit did."""
        now, first = sample(self.param), self.first
        if now.shape != first.shape or now.dtype != first.dtype:
            return math.inf
        if torch.equal(now, first):
            return 0.0
        length = norm(first)
        return norm(now - first) / length if length else math.inf

    def row(self):
        return {
            "parameter": self.name,
            "shape": list(self.param.shape),
            "reached": self.reached,
            "gradient": self.norms,
            "held": self.held,
            "moved": self.moved(),
        }


class _BatchNorm:
    """What happened to one batch norm while its parameters were frozen."""

    def __init__(self, path, module, root):
        self.path, self.module, self.root = path, module, root
        self.thawed, self.looks, self.first = False, 0, []

    def look(self):
        params = list(self.module.parameters(recurse=False))
        if any(p.requires_grad for p in params):
            self.thawed, self.looks = True, 0
        elif params:
            self.looks += 1
            if self.looks == 1:
                self.first = [sample(t) for t in self.tensors()]

    def tensors(self):
        return [self.module.running_mean, *self.module.parameters(False)]

    def drifts(self):
        """Whether it is frozen, and its running mean is another one."""
        # In a GAN, one player is frozen while the other moves.
        if not self.looks or (self.thawed and self.looks < 10):
            return False
        same = map(torch.equal, map(sample, self.tensors()), self.first)
        return list(same) == [False, *[True] * (len(self.first) - 1)]


class _Steps:
    """What happened at the steps of one optimizer."""

    def __init__(self, optimizer, line):
        self.kind, self.line = type(optimizer).__name__, line
        self.n = Counter()  # its steps, and how many of them were of a kind
        self.params = [p for g in optimizer.param_groups for p in g["params"]]
        self.models = {}  # at its making, with their parameters' names and ids
        self.before = {}  # the values before the step, if it is looked at
        self.picks = []  # some gradients after the last step, with versions
        self.since = ""  # it: b for backward(), s for a scheduler's step
        self.fresh = False  # whether a gradient came since then
        self.cleared = False  # whether the old one was gone when it came
        self.grown = False  # or whether it was added to the old one
        self.cleared_at = self.scheduled_at = None  # lines of the script
        self.relative = deque(maxlen=20)  # how far a step goes
        self.longest = 0  # the farthest of all
        self.lr = []  # the largest of its groups, first and last
        self.length = []  # of all its parameters together, first and last

    def every(self, kind):
        """Whether all its steps that were looked at, two or more, were so."""
        return self.n[kind] == self.n["looked"] > 1

    def without(self):
        """Whether no step that was looked at had a gradient but of 0."""
        return self.n["none"] + self.n["zero"] == self.n["looked"]

    def changed(self):
        """Whether what was left of a gradient is no longer what it was."""
        return any(p.grad is not g or g._version > v for p, g, v in self.picks)

    def follow(self):
        """Note whether a backward() added to what was left, and go on there."""
        self.grown |= any(g._version > v for _, g, v in self.picks)
        left = [p for p, _, _ in self.picks if p.grad is not None]
        self.picks = [(p, p.grad, p.grad._version) for p in left]


class _Losses:
    """The losses that went into backward() on one line."""

    def __init__(self, line):
        self.line, self.count, self.broken = line, 0, 0
        self.start, self.end = [], deque(maxlen=10)

    def add(self, value):
        self.count += 1
        self.broken += not math.isfinite(value)
        self.start += [value][: 10 - len(self.start)]
        self.end.append(value)


# --- Where in the script we are.

TORCH = os.path.dirname(torch.__file__)
HERE = sys._getframe().f_code.co_filename  # as Python was told it


def frames():
    """The frames of others than torch and this file, the innermost first."""
    for frame, _ in traceback.walk_stack(sys._getframe(1)):
        name = frame.f_code.co_filename
        if not name.startswith((TORCH, HERE, "<")) or "ipython" in name:
            yield frame


def values(deep=None):
    """What the script's names, and what `self` has, stand for."""
    for frame in islice(frames(), deep):
        mine = getattr(frame.f_locals.get("self"), "__dict__", {})
        for name, value in [*frame.f_locals.items(), *mine.items()]:
            if name != "self":
                yield name, value


def parts_of(name, value):
    """What is in a model, and the tensors in a list or a dict, by name."""
    if isinstance(value, nn.Module):
        yield from value.named_modules(prefix=name)
        yield from value.named_parameters(prefix=name)
    elif type(value) in (list, tuple, dict):
        pairs = value.items() if type(value) is dict else enumerate(value)
        for key, part in islice(pairs, 100):
            if torch.is_tensor(part):
                yield f"{name}[{key!r}]", part


def name_of(thing):
    """What the script calls it, as `model`, `model.encoder` or `w[0]`."""
    for name, value in values():
        if value is thing:
            return name
        for path, part in parts_of(name, value):
            if part is thing:
                return path
    return None if torch.is_tensor(thing) else type(thing).__name__


def size(shape):
    """A shape, as 3×4."""
    return "×".join(map(str, shape)) or "()"


# --- Of the graph: what stands behind a node.

SHAPES_ONLY = ("View", "Squeeze", "Unsqueeze", "Permute", "Transpose", "TBack")
REDUCED = ("Mean", "Sum", "Pow", "Abs", "Mul")
FLAT = ("Round", "Sign", "Sgn", "Floor", "Ceil", "Trunc")  # a slope of 0
SQUASHED = {  # what stands before a loss that squashes by itself
    "cross_entropy": "SoftmaxBackward0",
    "binary_cross_entropy_with_logits": "SigmoidBackward0",
    "binary_cross_entropy": None,
}


def walk_back(node, kinds):
    """The node itself, or the first one before it of none of the kinds."""
    while node and node.name().startswith(kinds):
        node = node.next_functions[0][0]
    return node


def leaves(node, stop=()):
    """What it was computed from, by id, and whether this is all.

    What stands behind a node of one of the kinds to stop at is left out.
    """
    todo, seen, found = [node], set(), {}
    while todo and len(seen) < 2000:
        node = todo.pop()
        if node not in seen and not node.name().startswith(stop):
            seen.add(node)
            if hasattr(node, "variable"):
                found[id(node.variable)] = node.variable
            todo += [f for f, _ in node.next_functions if f]
    return found, not todo


# --- The watch: it alone puts something into torch, and notes what it is told.

inside_backward = torch._C._current_graph_task_id  # -1: we are in none


class _Enough(BaseException):
    """`--steps` are done."""


class _Watch:
    """Watches torch while a script trains."""

    def __init__(self, script=None, limit=0):
        self.script, self.limit = script, limit
        self.n = Counter()  # calls, by what was called
        self.found, self.notes = {}, {}  # seen already, while it ran
        self.params, self.losses = {}, {}  # by id, and by line
        self.optimizers, self.of = [], weakref.WeakKeyDictionary()
        self.roots, self.new = {}, {}  # models, by id; and those to look into
        self.inside = set()  # the ids of the roots, and of what is in them
        self.norms = []  # the batch norms in them
        self.modal = defaultdict(list)  # by root: what eval() makes another
        self.wrappers = weakref.WeakSet()  # for several processes
        self.called = {}  # names by id, when an optimizer was made of them
        self.modes = defaultdict(set)  # by id: called with gradients, without
        self.inputs = deque(maxlen=8)  # weak references, of the last ones
        self.detached = {}  # the line of a detach() behind a parameter, by id
        self.behind = set()  # ids of parameters behind round() and the like
        self.classes = 0  # that a loss tells apart
        self.empty = ""  # what is known of a loader without a batch
        self.loaded = {}  # parameters by id, with the version that was loaded
        self.bad = self.raised = self.clip = None
        self.busy = self.too_many = self.scaler = self.ruined = False
        self.scaling = None  # the scaler, if gradients are not yet unscaled
        self.trouble = []  # what failed in this file, last

    # How torch is asked.

    @contextmanager
    def watching(self):
        """Ask torch to tell of each call; afterwards it is as it was."""
        hooks = {
            register_optimizer_step_pre_hook: self.before_step,
            register_optimizer_step_post_hook: self.after_step,
            register_module_forward_pre_hook: self.on_call,
        }
        before = {
            (torch.autograd, "backward"): self.before_backward,
            (torch.autograd, "grad"): self.count("grad"),
            (torch.Tensor, "detach"): self.on_detach,
            (torch.amp.GradScaler, "scale"): self.on_scale,
            (torch.amp.GradScaler, "unscale_"): self.on_unscale,
            (torch.utils.data.DataLoader, "__iter__"): self.on_loader,
            (lr_scheduler.LRScheduler, "step"): self.on_schedule,
            (nn.Module, "train"): self.count("train"),
            (nn.Module, "zero_grad"): self.on_clear,
            (Optimizer, "zero_grad"): self.on_clear,
            (BaseProcess, "start"): self.count("process"),
        }
        after = {
            (torch.autograd, "backward"): self.after_backward,
            (Optimizer, "__init__"): self.on_optimizer,
            (DistributedDataParallel, "__init__"): self.on_wrapper,
            (nn.Module, "load_state_dict"): self.on_load,
            (nn.utils, "clip_grad_norm_"): self.on_clip,
            (nn.utils.clip_grad, "clip_grad_norm_"): self.on_clip,
        }
        for name in SQUASHED:
            before[functional, name] = partial(self.on_classes, name)
        for name in "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss":
            after[functional, name] = partial(self.on_distance, name)
        with ExitStack() as stack:
            for register, told in hooks.items():
                stack.callback(register(partial(self.hear, told)).remove)
            for place in {**before, **after}:
                told = before.get(place), after.get(place)
                stack.enter_context(self.put(*place, *told))
            yield self

    def put(self, place, name, early, late):
        """Let a function of torch tell of each call, before or after it."""
        original = getattr(place, name)

        @wraps(original)
        def call(*args, **kwargs):
            self.hear(early, *args, **kwargs)
            result = original(*args, **kwargs)
            self.hear(late, result, *args, **kwargs)
            return result

        return mock.patch.object(place, name, call)

    def hear(self, told, *args, **kwargs):
        """Call a function; its mistakes neither stop nor change the script."""
        if torch.compiler.is_compiling() or self.busy or not told:
            return
        self.busy, self.with_grad = True, torch.is_grad_enabled()
        try:
            with torch.no_grad():
                told(*args, **kwargs)
        except Exception as error:
            self.trouble = [failed(error)]  # told in the report
        finally:
            self.busy = False

    def count(self, what):
        return lambda *args, **kwargs: self.n.update([what])

    def find(self, name, seen, line=None, *case):
        """Keep a finding; of several of one name, the first."""
        case = case or CASES[name]
        found = Finding(name, seen, line or self.where(), *case)
        self.found.setdefault(name, found)

    def where(self):
        """The script's file and line that we are in."""
        own = (f for f in frames() if f.f_code.co_filename == self.script)
        frame = next(own, None) or next(frames(), None)
        if frame is None:
            return "?"
        return f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"

    # Models: which were called, and how their parameters are called.

    def on_call(self, module, args):
        self.n["train"] *= self.with_grad  # since the last evaluation
        kind = type(module)
        if callable(getattr(kind, "backward", None)):
            said = "is a module with a method backward(), which nobody calls"
            self.notes[kind] = f"{kind.__name__} {said}"
        if not (module._parameters or module._modules):
            return  # a loss, perhaps one that is made anew at each step
        if getattr(module, "_is_replica", False):
            return  # what DataParallel copies has tensors for parameters
        if id(module) in self.roots or not self.new:
            tensors = [a for a in args if torch.is_tensor(a)]
            self.inputs += map(weakref.ref, tensors)
            if not self.n["backward"] and "inputs" not in self.notes:
                self.look_at_inputs(module, tensors)
        if self.with_grad not in self.modes[id(module)]:
            for thing in (module, *module._parameters.values()):
                self.modes[id(thing)].add(self.with_grad)
        if id(module) not in self.inside and len(self.new) < 1000:
            self.new[id(module)] = module

    def look_at_inputs(self, module, inputs):
        """Note inputs that are far larger or far smaller than 1."""
        for values in filter(torch.is_floating_point, inputs):
            with suppress(RuntimeError):  # of an empty one, or in torch.func
                low, high = (v.item() for v in values.aminmax())
                if not 0.03 <= max(-low, high) <= 30 and low < high:
                    said = f"is given numbers from {low:.3g} to {high:.3g}"
                    said = f"{name_of(module)} {said}: are they scaled?"
                    self.notes["inputs"] = said

    def settle(self):
        """Learn what is in the models that were called, the outer ones first.

        Not yet when they are called: torch.func puts other tensors into them.
        """
        for module in self.new.values():
            if id(module) not in self.inside:
                self.add_root(module)
        self.new = {}

    def add_root(self, root):
        if len(self.roots) >= MANY:
            self.too_many = True
            return
        name = name_of(root)
        self.roots[id(root)] = root
        for path, module in root.named_modules(prefix=name):
            if module is not root:  # it was called by itself before
                self.roots.pop(id(module), None)
            self.inside.add(id(module))
            self.meet(path, module, root)
        for path, param in root.named_parameters(prefix=name):
            self.param(param, path).name = path

    def meet(self, path, module, root):
        """Note what a module is and has."""
        if isinstance(module, DistributedDataParallel):
            self.wrappers.add(module)  # one that watch() was given
        if isinstance(module, _NormBase) and module.running_mean is not None:
            self.norms.append(_BatchNorm(path, module, root))
            self.modal[id(root)].append(module)
        if isinstance(module, _DropoutNd) and module.p > 0:
            self.modal[id(root)].append(module)
        inner = module._modules.values()
        layers = [m for m in inner if m is not None and [*m.parameters()]]
        if len(layers) > len(set(layers)):
            said = "holds one layer several times, so its outputs are alike"
            self.notes[path] = f"{path} {said}: on purpose?"
        shape = getattr(module, "normalized_shape", None)
        if shape and math.prod(shape) == 1:
            said = "normalizes one number, which leaves 0 of it"
            self.notes.setdefault("one", f"{path} {said}")
        for key, value in vars(module).items():
            if torch.is_tensor(value) and value.is_floating_point():
                said = "is a tensor of the module and no parameter"
                self.notes[path, key] = f"{path}.{key} {said}"

    def on_wrapper(self, _, wrapper, *args, **kwargs):
        self.wrappers.add(wrapper)

    def on_load(self, answer, module, state_dict, *args, **kwargs):
        own, said = module.state_dict(keep_vars=True), ""
        both = own.keys() & state_dict.keys()
        taken = [(state_dict[key], own[key]) for key in both]
        if own and len(answer.missing_keys) == len(own):
            first = next(iter(state_dict), "")
            said = f"took 0 of {len(own)} tensors: no key fits ({first!r})"
        elif taken and all(a.data_ptr() == b.data_ptr() for a, b in taken):
            said = "copied every tensor onto itself; to keep the best, take "
            said += "deepcopy(model.state_dict())"
        given = {id(own[key]) for key in both}  # a tied one by one of its names
        left = [k for k in answer.missing_keys if id(own.get(k)) not in given]
        if left and not said:
            said = f"left {len(left)} of {len(own)} tensors as they were: "
            said += ", ".join(left[:3]) + ", …" * (len(left) > 3)
        if said:
            self.notes["load"] = f"load_state_dict at {self.where()} {said}"
        given = [t for _, t in taken if isinstance(t, nn.Parameter)]
        self.loaded.update((id(t), (t, t._version)) for t in given)

    def look_at_loaded(self):
        """Note what was loaded and is no longer there at the first step."""
        loaded = self.loaded.values() if not self.n["steps"] else ()
        over = sum(t._version != v for t, v in loaded)
        if over:
            said = "that load_state_dict gave were written over before step 1"
            self.notes["over"] = f"{over} parameters {said}: drawn anew?"

    def param(self, param, name=""):
        """What is known of a parameter; kept as long as the run lasts."""
        if id(param) not in self.params:
            name = name or name_of(param)
            p = _Param(param, name or f"a tensor of {size(param.shape)}")
            if not name and id(param) in self.called:
                p.former, p.name = True, f"the former {self.called[id(param)]}"
            self.params[id(param)] = p
        return self.params[id(param)]

    def of_it(self, o):
        """What is known of an optimizer's parameters."""
        known = (self.params.get(id(p)) for p in o.params)
        return [p for p in known if p]

    def fed(self):
        """Whether of all that is nan or inf an input or a target was first."""
        return self.bad and self.bad[0] == "input"

    def asked(self):
        """How often gradients were asked for."""
        return self.n["backward"] + self.n["grad"]

    def given(self):
        """Whether an optimizer found one at a step, wherever it came from."""
        return any(o.n["none"] < o.n["looked"] for o in self.optimizers)

    def stepped(self):
        """The optimizers of which a step was looked at."""
        return [o for o in self.optimizers if o.n["looked"]]

    # Losses: what goes into them, and their graph.

    def on_loader(self, loader):
        with suppress(TypeError):  # of one without a length
            if len(loader) == 0:
                self.empty = f"; a loader gave 0 batches: {len(loader.dataset)}"
                self.empty += f" samples, batch_size={loader.batch_size}, "
                self.empty += f"drop_last={loader.drop_last}"

    def on_detach(self, tensor):
        # One number is most often a loss that is printed.
        early = self.n["steps"] < 3 and inside_backward() == -1
        if early and tensor.grad_fn is not None and tensor.numel() != 1:
            behind, _ = leaves(tensor.grad_fn)
            self.detached.update(dict.fromkeys(behind, self.where()))

    def on_distance(self, name, _, input, target, *args, **kwargs):
        self.inputs.append(weakref.ref(target))
        a, b = tuple(input.shape), tuple(target.shape)
        table = tuple(torch.broadcast_shapes(a, b))
        if kwargs.get("reduction") == "none":
            return  # who asks for the table may well mean all with all
        if input.numel() == target.numel() < math.prod(table):
            seen = f"{name} compared each of {a} with each of {b}: {table}"
            self.find("unequal-shapes", seen)
        elif input.numel() != target.numel():
            said = f"{name} at {self.where()} compared {a} with {b}"
            self.notes["shapes"] = f"{said}: was a batch's size in a view()?"

    def on_classes(self, name, input, target, weight=None, *more, **how):
        self.inputs.append(weakref.ref(target))
        of_one = name != "cross_entropy"
        self.classes = 2 if of_one else input.shape[min(input.dim() - 1, 1)]
        node = walk_back(input.grad_fn, SHAPES_ONLY)
        if node and node.name() == SQUASHED[name]:
            kind = node.name()[: -len("Backward0")].lower()
            seen = f"{name} got the output of a {kind}"
            self.find("softmax-before-cross-entropy", seen)
        most, slack = (1, 1e-3) if of_one else (self.classes - 1, 0)
        if of_one:  # what is left out, or weighted by 0, may be too large
            told = weight is None and how.get("reduction") != "none"
        else:  # not a share of each class
            told = not target.is_floating_point() and target.dim() < input.dim()
            target = target[target != how.get("ignore_index", -100)]
        if more or not told or not looks(self.n["steps"]):
            return
        low, high = target.aminmax() if target.numel() else (0, 0)
        if low < -slack or high > most + slack:
            seen = f"{name} got targets from {low:g} to {high:g}, not to {most}"
            self.find("targets-out-of-range", seen)

    def on_scale(self, scaler, outputs):
        self.scaler |= scaler.is_enabled()
        self.scaling = scaler

    def on_unscale(self, scaler, optimizer):
        self.scaling = None

    def before_backward(self, tensors, *args, **kwargs):
        if inside_backward() != -1:
            return  # one inside another, as checkpoint() makes them
        self.settle()
        self.n["backward"] += 1
        for o in self.optimizers:
            o.cleared |= o.changed()
            o.since = f"{o.since}b"[:4]
        if torch.is_tensor(tensors) and tensors.numel() == 1:
            self.note_loss(tensors, tensors.float().item(), self.where())

    def note_loss(self, loss, value, line):
        if line not in self.losses and len(self.losses) < MANY:
            self.losses[line] = _Losses(line)
        if line in self.losses:
            self.losses[line].add(value)
            if loss.grad_fn and self.losses[line].count in (1, 2, 10):
                self.look_at_graph(loss.grad_fn, line)
            ill = not math.isfinite(value) and looks(self.losses[line].broken)
            if ill and loss.grad_fn:
                made, _ = leaves(loss.grad_fn)
                self.ruined |= not all(map(is_finite, made.values()))
        if not (math.isfinite(value) or self.bad or self.scaler):
            inputs = (ref() for ref in self.inputs)
            what, step = "loss", self.n["steps"] + 1
            if not all(a is None or is_finite(a) for a in inputs):
                what = "input"
            if not all(is_finite(p.param) for p in self.params.values()):
                what = "gradient" if step > 1 else "weights"
                step = max(1, step - 1)
            self.bad = what, step, line

    def look_at_graph(self, node, line):
        """What stands behind something flat; and a column minus a row."""
        (every, _), (steep, is_all) = leaves(node), leaves(node, FLAT)
        self.behind.update(every.keys() - steep.keys() if is_all else ())
        node = walk_back(node, REDUCED)
        if not node or not hasattr(node, "_input_metadata"):  # in torch 2.4
            return
        used = [f for f, _ in node.next_functions if f]
        if not node.name().startswith(("Sub", "Rsub")) or len(used) != 1:
            return
        table, own = (tuple(f._input_metadata[0].shape) for f in [node, *used])
        n = table[0] if len(table) == 2 else 0
        made = used[0].name().startswith(("Unsqueeze", "Acc"))  # on purpose
        if not made and table == (n, n) and own in ((n, 1), (n,)) and n > 1:
            seen = f"predictions {own} minus targets of another shape: {table}"
            self.find("unequal-shapes", seen, line)

    # Gradients, until the step.

    def after_backward(self, *args, **kwargs):
        if inside_backward() != -1:
            return
        for o in self.optimizers:
            o.follow()
        if not looks(self.n["backward"]):
            return
        for p in self.params.values():
            p.reached |= p.param.requires_grad and p.param.grad is not None
        for o in self.optimizers:
            if looks(o.n["steps"] + 1):
                grads = (p.grad for p in o.params)
                o.fresh = any(g is not None and norm(g) for g in grads)

    def on_clear(self, owner, *args, **kwargs):
        for o in self.optimizers:
            if o.fresh:
                o.cleared_at = self.where()
                o.n["thrown"] += 1

    def on_clip(self, total, parameters, max_norm, *args, **kwargs):
        total, limit = float(total), float(max_norm)
        self.clip = self.where(), limit, total
        known = [o for o in self.optimizers if o.picks and total > 0]
        late = any(o.changed() for o in known if "b" not in o.since)
        self.n["clip"] += 1
        self.n["clip of none"] += total == 0
        self.n["clip to nothing"] += total * 1e-6 > limit
        scale = self.scaling.get_scale() if self.scaling else 1
        self.n["clip scaled"] += total > limit and 1 < scale > 1000 * limit
        self.n["clip late"] += late
        self.n["clip in time"] += bool(known) and not late

    def on_schedule(self, scheduler, *args, **kwargs):
        optimizer = getattr(scheduler, "optimizer", None)
        o = optimizer and self.of.get(optimizer)
        if o and getattr(scheduler, "_step_count", 0) > 0:  # not its making
            o.n["scheduled"] += 1
            o.since = f"{o.since}s"[:4]
            o.scheduled_at = o.scheduled_at or self.where()

    # Steps.

    def add_optimizer(self, optimizer):
        if len(self.optimizers) >= MANY:
            self.too_many = True
            return None
        o = self.of[optimizer] = _Steps(optimizer, self.where())
        self.optimizers.append(o)
        return o

    def on_optimizer(self, _, optimizer, *args, **kwargs):
        """Note which models are there when an optimizer is made."""
        self.n["optimizers"] += 1
        o = self.add_optimizer(optimizer)
        held = set(map(id, o.params)) if o else set()
        models = [v for v in values(deep=5) if isinstance(v[1], nn.Module)]
        for name, model in models if held else ():
            names = {n: id(p) for n, p in model.named_parameters()}
            if held & set(names.values()) and len(o.models) < 4:
                o.models[id(model)] = model, names
                for path, key in names.items():
                    if key in held:
                        self.called.setdefault(key, f"{name}.{path}")

    def before_step(self, optimizer, args, kwargs):
        self.settle()
        o = self.of.get(optimizer) or self.add_optimizer(optimizer)
        if o is None:
            return
        o.n["steps"] += 1
        o.params = [p for g in optimizer.param_groups for p in g["params"]]
        self.look_at_loaded()
        o.before = {}
        o.closure = any(map(callable, [*args, *kwargs.values()]))
        if looks(o.n["steps"]):
            for p in o.params:
                self.param(p).held = True
                o.before[id(p)] = sample(p)
            for batch_norm in self.norms:
                batch_norm.look()
            if not o.closure:
                self.look_at_gradients(o)
        # backward, scheduler, and now the step; or the scheduler before all.
        # Several before the first step are those of a run that is resumed.
        o.n["misordered"] += o.since.endswith("bs")
        o.n["early"] += o.since.count("s") == 1 and o.n["steps"] == 1
        o.since = ""

    def look_at_gradients(self, o):
        grads = {p: p.grad for p in o.params}
        lengths = {p: norm(g) for p, g in grads.items() if g is not None}
        zero = not any(lengths.values())
        if o.closure and zero and any(p.reached for p in self.of_it(o)):
            return  # such a step may clear what it made
        o.n["looked"] += 1
        o.n["none"] += not lengths
        o.n["zero"] += zero and bool(lengths)
        o.n["gone"] += zero and o.fresh
        for p in grads:
            seen, length = self.param(p), lengths.get(p)
            seen.looked += 1
            seen.none += length is None
            seen.zero += length == 0
            if length is not None:
                seen.norms = ends(seen.norms, length)
                if not (math.isfinite(length) or self.bad or self.scaler):
                    self.bad = "gradient", self.n["steps"] + 1, self.where()

    def after_step(self, optimizer, args, kwargs):
        o = self.of.get(optimizer)
        if o and o.before and o.closure:
            self.look_at_gradients(o)
        self.n["steps"] += 1
        if o:
            self.note_step(o, optimizer)
        if self.script and self.n["steps"] == 50:
            for finding in judge(self)[0]:
                print(f"after 50 steps: {finding.name}", file=sys.stderr)
        if self.limit and self.n["steps"] >= self.limit:
            raise _Enough

    def note_step(self, o, optimizer):
        lr = max(float(g.get("lr", 1)) for g in optimizer.param_groups)
        o.lr = ends(o.lr, lr)
        o.n["no lr"] = (o.n["no lr"] + 1) * (lr == 0)
        o.n["added"] += o.grown and not o.cleared
        o.n["cleared"] += o.cleared
        self.look_at_modes(o)
        o.picks, o.fresh, o.cleared, o.grown = [], False, False, False
        if o.before:
            self.measure(o)

    def look_at_modes(self, o):
        """Count the steps that a model of its made in eval(), of late."""
        held = set(map(id, o.params))
        for key, root in self.roots.items():
            modal = self.modal[key]
            if modal and any(id(p) in held for p in root.parameters()):
                if any(module.training for module in modal):
                    o.n["trained"], o.n["evaluated"] = o.n["trained"] + 1, 0
                elif o.n["trained"] and not self.n["train"]:
                    o.n["evaluated"] += 1

    def measure(self, o):
        """How far the step went; and which gradients are there after it."""
        moves = {p: norm(sample(p) - o.before[id(p)]) for p in o.params}
        for p, move in moves.items():
            frozen = not p.requires_grad and p.grad is not None
            self.param(p).pushed |= frozen and move > 0
        length = math.hypot(*map(norm, o.before.values()))
        far = math.hypot(*moves.values())
        o.relative.append(far / length if length else 0)
        o.longest = max(o.longest, o.relative[-1])
        o.length = ends(o.length, length)
        full = [p for p in o.params if p.grad is not None]
        full = [p for p in full if self.param(p).norms[-1:] != [0]]
        full.sort(key=torch.numel)
        o.picks = [(p, p.grad, p.grad._version) for p in full[:3]]


# --- Mistakes. Each function judges the records. What it yields is a finding
# (its name, what was seen, the line), for a reason that a good script cannot
# give; or a note, a plain sentence, of what may be on purpose.


def for_each_optimizer(mistake):
    """A mistake that is looked for in one, for all that stepped."""

    @wraps(mistake)
    def judged(w):
        for o in w.stepped():
            yield from mistake(w, o)

    return judged


def named(params):
    names = [p.name for p in params]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def loop(w):
    """What a loop calls: never-backward, never-stepped."""
    backwards = w.n["backward"]
    called = w.asked() or w.given() or w.raised
    for o in w.optimizers:
        steps = o.n["steps"]
        if not called and (w.empty or steps > 1):
            seen = f"{steps} steps, and backward() was not called once{w.empty}"
            yield "never-backward", seen, o.line
        got = [p for p in w.of_it(o) if p.reached]
        never = not (w.n["steps"] or w.raised or w.scaler)
        if never and backwards > 2 and got and not any(p.moved() for p in got):
            seen = f"backward() ran {backwards} times, step() never"
            yield "never-stepped", seen, o.line
        alone = len(w.optimizers) == 1 and steps and not o.closure
        seen = f"backward() ran {backwards} times, step() {steps} times"
        thrown = o.n["thrown"] > 5 and not o.without()
        if alone and thrown and backwards >= 2 * steps:
            yield f"{seen}; zero_grad() at {o.cleared_at} cleared unused ones"
        elif alone and backwards >= 8 * steps and backwards >= 16:
            each = f"is each loss divided by {backwards // steps}"
            yield f"{seen}: {each}, or should step() stand further in?"


def steps_of_none(w):
    """Notes on gradients that no optimizer, or one of very many, follows."""
    backwards, made, steps = w.n["backward"], w.n["optimizers"], w.n["steps"]
    got = [p for p in w.params.values() if p.reached]
    still = got and not any(p.moved() for p in got)
    # A look at gradients asks for a few; a loop soon has more.
    if not made and not steps and backwards > 20 and still:
        seen = f"backward() ran {backwards} times, no optimizer was made"
        yield f"{seen}, and no parameter moved: is the step missing?"
    if made > MANY and made * 2 > steps:
        seen = f"{made} optimizers were made for {steps} steps"
        yield f"{seen}, and each remembers nothing of those before it"


def holding(w):
    """What an optimizer holds: stale-optimizer, not-in-optimizer."""
    got = [p for p in w.params.values() if p.reached and not p.held]
    others = [p for p in got if not p.moved()]
    for o in w.stepped():
        newer = list(replaced(w, o, others))
        yield from newer
        if o.every("none") and not (o.n["gone"] or newer):
            yield from ungiven(w, o, others)
    left = [p for p in others if p.param.requires_grad]
    told = {"stale-optimizer", "not-in-optimizer"} & w.found.keys()
    # What a script that raised made, and did not come to use, is not known.
    if left and w.n["steps"] and not (told or w.raised):
        yield f"no optimizer holds {named(left)}; on purpose?"


def replaced(w, o, others):
    """Those of models that are not what they were."""
    ours = set(map(id, o.params))
    for model, names in o.models.values() if not w.too_many else ():
        now = {id(p): name for name, p in model.named_parameters()}
        for p in others:
            path = now.get(id(p.param))
            if names.get(path) in ours:
                seen = f"{p.name} is not the tensor that {o.kind} was given"
                yield "stale-optimizer", seen, o.line
            elif path and path not in names and ours >= set(names.values()):
                seen = f"{p.name} was not there when {o.kind} was given all"
                yield "not-in-optimizer", seen, o.line


def ungiven(w, o, others):
    """The optimizer, of whose parameters none got a gradient."""
    used = {id(p) for root in w.roots.values() for p in root.parameters()}
    steps = o.n["steps"]
    seen = f"no parameter of {o.kind} got a gradient in {steps} steps"
    if not any(p.requires_grad for p in o.params):
        seen += ": each has requires_grad=False"
    if not w.asked():
        return
    if not others or w.too_many:
        page, cause = CASES["no-gradient"]
        cause += ", or the loss does not use what the model gives"
        yield "no-gradient", seen, o.line, page, cause
    elif used.isdisjoint(map(id, o.params)):
        yield "stale-optimizer", f"{seen}, and {named(others)} did", o.line
    else:
        yield "not-in-optimizer", f"{seen}, and {named(others)} did", o.line


@for_each_optimizer
def cut(w, o):
    """Parameters that take part, and get nothing: no-gradient."""
    every = o.n["none"] == o.n["looked"]
    if every and "stale-optimizer" not in w.found:
        return  # that all get nothing is said in holding()
    none = [p for p in w.of_it(o) if p.none == p.looked and not p.former]
    none = [p for p in none if p.param.requires_grad]
    moved = [p for p in none if p.looked > 1 and p.moved()]
    if moved:
        yield f"{named(moved)} moved without a gradient: by weight decay?"
    none = [p for p in none if not p.moved()] if w.asked() else []
    off = [p for p in none if id(p.param) in w.detached]
    off = off or [p for p in none if w.modes[id(p.param)] == {False}]
    if off:
        line = w.detached.get(id(off[0].param))
        how = "detach() cut them off" if line else "they ran under no_grad"
        seen = f"{named(off)}: .grad is None at each step; {how}"
        yield "no-gradient", seen, line or o.line
    elif none and none[0].looked > 1 and not every:
        seen = "got no gradient at any step"
        yield f"{named(none)} {seen}: unused, or by its .data?"


@for_each_optimizer
def clearing(w, o):
    """When gradients go: cleared-before-step, gradients-accumulate."""
    n = o.n
    # Clipped by a length of inf, gradients are 0, too, though none was cleared.
    if n["gone"] > 1 and o.without() and (o.cleared_at or not w.clip):
        times = "each" if o.every("gone") else n["gone"]
        seen = f"at {times} of {n['looked']} steps the gradients were gone"
        yield "cleared-before-step", seen, o.cleared_at or o.line
    if n["added"] > 2 and not n["cleared"]:
        seen = f"no gradient was cleared between any of {n['steps']} steps"
        yield "gradients-accumulate", seen, o.line
    elif n["added"] > 4 * n["cleared"] > 0:
        seen = f"{n['added']} of {n['added'] + n['cleared']} steps looked at"
        yield f"{seen} added to older gradients: is zero_grad() in its place?"


def clipping(w):
    """Clipping: to nothing, of nothing, and after the step."""
    n, (line, limit, total) = w.n, w.clip or (None, 0, 0)
    clips = n["clip"] - n["clip of none"]
    if clips > 1 and n["clip scaled"] * 2 > clips:
        seen = f"gradients of length {total:.3g}, not yet unscaled, were cut to"
        yield "clipped-to-nothing", f"{seen} {limit:.3g}", line
    for o in w.stepped():
        still = all(p.moved() < 1e-4 for p in w.of_it(o))
        if clips > 1 and n["clip to nothing"] == clips and still:
            seen = f"gradients of length {total:.3g} were cut to {limit:.3g}"
            yield "clipped-to-nothing", seen, line
    if n["clip of none"] and w.given():
        seen = f"clip_grad_norm_ at {line} saw no gradient"
        seen += f" {n['clip of none']} of {n['clip']} times"
        yield f"{seen}: is its list used up?"
    if n["clip late"] > n["clip in time"]:
        yield f"clip_grad_norm_ at {line} came after the step"


def origin(w):
    """The page and the cause of what grows, if more is known than its name."""
    if w.fed():
        return "not_learning", "a nan or an inf in the data"
    if w.bad and w.bad[:2] == ("loss", 1):
        return (
            "not_learning/numbers",
            "log of 0, exp of a large number, or a CTC loss with too few steps",
        )
    if w.bad and w.bad[0] == "weights":
        return "not_learning/numbers", "a nan or an inf in the first weights"
    n, cause = w.n, f"clip_grad_norm_ at {w.clip and w.clip[0]} clips"
    if n["clip of none"] * 2 > n["clip"]:
        return "not_learning/unheld", f"{cause} nothing"
    if n["clip late"] > n["clip in time"]:
        return "not_learning/order", f"{cause} after step()"
    return ()


@for_each_optimizer
def flat(w, o):
    """Gradients of exactly 0: zero-gradient."""
    losses = [loss for s in w.losses.values() for loss in s.end]
    n, known = o.n, [p for p in w.of_it(o) if p.param.requires_grad]
    zero = [p for p in known if p.looked > 1 and p.zero == p.looked]
    hard = [p for p in zero if id(p.param) in w.behind]
    every = n["zero"] > 1 and o.without()
    if every and not (n["gone"] or "clipped-to-nothing" in w.found):
        seen = f"each gradient was exactly 0 at all {n['looked']} steps"
        seen += " looked at"
        if any(losses):
            yield "zero-gradient", seen, o.line
        else:  # with a loss of exactly 0, nothing is left to learn
            yield seen + ", and so was the loss" * bool(losses)
    if hard and len(zero) < len(known):
        seen = f"{named(hard)}: a gradient of exactly 0 at each step"
        seen += ", behind round() or the like"
        yield "zero-gradient", seen, o.line
    elif zero and not every and len(zero) < len(known):
        yield f"{named(zero)}: gradient exactly 0 at each step"


@for_each_optimizer
def freezing(w, o):
    """What is frozen, and moves: frozen-but-moving."""
    moved = [p for p in w.of_it(o) if p.pushed]
    if moved:
        seen = f"{named(moved)} requires no gradient, and step() moved it"
        yield "frozen-but-moving", seen, o.line
    trained = {id(p) for p in o.params if p.requires_grad}
    for it in filter(_BatchNorm.drifts, w.norms):
        held = any(w.param(p).held for p in it.module.parameters())
        if held or any(id(p) in trained for p in it.root.parameters()):
            seen = f"{it.path} is frozen, and its running_mean moves"
            yield "frozen-but-moving", seen, o.line


@for_each_optimizer
def schedules(w, o):
    """A schedule: scheduler-order, and a learning rate that runs out."""
    n, times, none = o.n, o.n["scheduled"], o.n["no lr"]
    late = times > 1 and n["early"] and "s" not in o.since
    if late or (n["misordered"] > 1 and n["misordered"] >= times - 1):
        seen = f"{times} times, and the first lr was left out"
        yield "scheduler-order", seen, o.scheduled_at
    if none >= 10 and none * 2 >= n["steps"]:
        seen = f"the learning rate was 0 in the last {none} steps"
        yield "steps-too-small", seen, o.line
    elif 0 < none < n["steps"]:
        yield f"lr was 0 in the last {none} steps"
    elif o.lr and 0 < o.lr[-1] < 1e-3 * o.lr[0]:
        yield "lr went from {:.3g} to {:.3g}".format(*o.lr)


@for_each_optimizer
def modes(w, o):
    """A mode that is left on: eval-while-training."""
    trained, evaluated = o.n["trained"], o.n["evaluated"]
    if evaluated >= 5 and evaluated * 5 > o.n["steps"]:
        seen = f"{trained} steps in training mode, {evaluated} in eval"
        yield "eval-while-training", seen, o.line


def only_losses(w):
    """Those of a run with one optimizer and one line with backward()."""
    alone = len(w.losses) == len(w.stepped()) == 1
    return next(iter(w.losses.values())) if alone else None


def summed(w):
    """Whether losses grow because gradients do, and not by nan in the data."""
    return "gradients-accumulate" in w.found and not w.fed()


@for_each_optimizer
def numbers(w, o):
    """Losses that grow: diverging, non-finite, steps-too-large."""
    if w.scaler or summed(w):
        return
    s, held = only_losses(w), [p for p in w.params.values() if p.held]
    broken = [p for p in held if p.param.requires_grad]
    broken = [p for p in broken if is_finite(p.first) > is_finite(p.param)]
    seen = grown(o, s, broken) if s and s.count >= 10 else ""
    if seen:
        yield "diverging", seen, s.line, *origin(w)
    elif broken:
        what, step, line = w.bad or ("gradient", w.n["steps"], "?")
        seen = f"{named(broken)} not finite; first the {what}, at step {step}"
        yield "non-finite", seen, line, *origin(w)
    elif s and s.count > 20 and len(o.relative) == 20 < o.n["steps"]:
        yield from long_steps(w, o, s)


def lost(w):
    """A note on losses of nan or inf that broke nothing."""
    if w.scaler or summed(w) or {"non-finite", "diverging"} & w.found.keys():
        return
    why = "and no parameter is: a mean over nothing?"
    why = "and so is what they are computed from" if w.ruined else why
    why = "as an input or a target is" if w.fed() else why
    for s in w.losses.values():
        if s.broken:
            seen = f"{s.broken} of {s.count} losses at {s.line} were nan or inf"
            yield f"{seen}, {why}"


def grown(o, s, broken):
    """How far the loss and the parameters left where they began."""
    finite = [abs(v) for v in s.end if math.isfinite(v)]
    last = finite[-1] if finite else s.end[-1]
    longer = o.length[-1] > 10 * o.length[0] > 0
    far = last > 1000 * max(map(abs, s.start)) and (broken or longer)
    # Clipped by a length of inf, gradients are 0: then all rests at inf.
    rests = last == math.inf > abs(s.start[0]) and longer and not broken
    is_so = (far and finite) or rests
    return f"the loss went from {s.start[0]:.3g} to {last:.3g}" if is_so else ""


def long_steps(w, o, s):
    """Steps as long as the parameters are."""
    large, first, last = map(median, (o.relative, s.start, s.end))
    if large > 0.5 and last > 2 * first > 0:
        seen = f"steps of {large:.0%} of the parameters' length, "
        seen += f"and the loss went from {first:.3g} to {last:.3g}"
        yield "steps-too-large", seen, s.line, *origin(w)
    chance = math.log(max(w.classes, 1))  # the loss of any one answer
    if o.longest > 0.5 and abs(last - chance) < 0.05 * chance:
        seen = f"the loss is near ln {w.classes} after a step of"
        yield f"{seen} {o.longest:.0%} of the parameters' length: lr too large?"


@for_each_optimizer
def stillness(w, o):
    """Steps that come to nothing: steps-too-small, loss-constant."""
    steps, known, s = o.n["steps"], w.of_it(o), only_losses(w)
    still = not (any(o.relative) or any(p.moved() for p in known))
    # A run that begins at the minimum has no gradient to speak of.
    pulled = any(p.norms[-1:] > [1e-3 * norm(p.first)] for p in known)
    whole = not (o.n["none"] or o.n["zero"])
    if steps >= 20 and still and pulled and whole:
        seen = f"no digit of a parameter changed in {steps} steps"
        yield "steps-too-small", seen, o.line
    same = s and s.count >= 10 and len({*s.start, *s.end}) == 1
    # At the end they are one step away from where they began.
    moves = [norm(sample(p.param) - p.first) for p in known]
    last = o.relative and o.relative[-1] * o.length[-1]
    if same and o.relative and math.hypot(*moves) < 1.5 * last:
        seen = f"{s.start[0]:.6g} in all digits {s.count} times, by"
        seen += " weights that are one step away from where they began"
        yield "loss-constant", seen, s.line


def wrappers(w):
    """A note on a DistributedDataParallel that was bypassed."""
    for wrapper in w.wrappers:
        ours = [w.params.get(id(p)) for p in wrapper.parameters()]
        if any(p and p.reached for p in ours) and not w.modes[id(wrapper)]:
            seen = "DistributedDataParallel was made and not called:"
            yield f"{seen} gradients are not averaged. Call it, not its .module"


def copies(w):
    """A note on a copy of a model that stays as it was while that moves."""
    known = [list(root.parameters()) for root in w.roots.values()]
    known = [[w.param(p) for p in params] for params in known if params]
    moving = [ps for ps in known if any(p.moved() for p in ps)]
    for copy in known:
        for model in [] if copy in moving else moving:
            firsts = [[p.first for p in params] for params in (copy, model)]
            if len(copy) == len(model) and all(map(are_equal, *firsts)):
                said = f"{copy[0].name} began like {model[0].name} and never"
                yield f"{said} moved: is this copy to be updated?"
                break


def nothing(w):
    """A note on a backward() through tensors that are no parameters."""
    if w.n["backward"] and not w.params:
        seen = "no model was called and no optimizer made"
        yield f"{seen}, so no parameter was looked at"


MISTAKES = [  # causes before their consequences
    loop, steps_of_none, holding, cut, clearing, clipping, flat, freezing,
    schedules, modes, numbers, lost, stillness, wrappers, copies, nothing,
]


def judge(w):
    """The findings and the notes; of findings of one name, the first."""
    at_once, notes = w.found, list(w.notes.values())
    w.found = dict(at_once)
    try:
        for mistake in MISTAKES:
            for told in mistake(w):
                if isinstance(told, str):
                    notes.append(told)
                else:
                    w.find(*told)
        return list(w.found.values()), notes + w.trouble
    finally:
        w.found = at_once  # what was judged now, may be another later


# --- What is told.


def failed(error):
    """What is said of an error of this file's own."""
    line = traceback.extract_tb(error.__traceback__)[-1].lineno
    return f"check_connection itself failed in line {line}: {error!r}"


class Report:
    """What was seen: rows of parameters, findings, notes."""

    @torch.no_grad()
    def __init__(self, w):
        self.steps, self.rows, self.notes = w.n["steps"], [], []
        self.findings, self.why = list(w.found.values()), ""
        try:
            w.settle()
            self.findings, self.notes = judge(w)
            self.rows = [p.row() for p in w.params.values()]
            self.why = unexamined(w, self.findings)
        except Exception as error:  # the script has run, and keeps its result
            ran = f"raised {w.raised!r}" if w.raised else "has run"
            self.why = f"your script {ran}, but {failed(error)}"

    @property
    def status(self):
        """The exit status."""
        return 2 if self.why else int(bool(self.findings))

    def __str__(self):
        wide = max([9, *(len(row["parameter"]) for row in self.rows)])
        line = f"{{:{wide}}}  {{:9}}  {{:7}}  {{:18}}  {{:4}}  {{}}".format
        head = "parameter", "shape", "reached", "|gradient|", "held", "moved"
        lines = [f"check_connection: {self.steps} steps", line(*head)]
        for row in self.rows:
            cells = [
                row["parameter"],
                size(row["shape"]),
                "yes" * row["reached"],
                " -> ".join(f"{length:.1e}" for length in row["gradient"]),
                "yes" * row["held"],
                f"{row['moved']:.1e}" if row["moved"] else "",
            ]
            lines.append(line(*(cell or "-" for cell in cells)))
        lines += ["", *map(str, self.findings)]
        lines += [f"note: {note}" for note in self.notes]
        if self.why:
            lines.append(f"not examined: {self.why}")
        elif not self.findings:
            lines.append("no findings")
        return "\n".join(lines)

    def json(self):
        """The same, for machines."""
        found = [finding._asdict() for finding in self.findings]
        told = {"status": self.status, "steps": self.steps, "findings": found}
        told.update(notes=self.notes, parameters=self.rows)
        said = json.dumps({**told, "not examined": self.why})
        # JSON has no nan and no inf; here they are "NaN" and "Infinity".
        return json.dumps(json.loads(said, parse_constant=str))


def unexamined(w, findings):
    """Why the script could not be examined, if so."""
    if w.raised:
        why = f"{type(w.raised).__name__}: {w.raised}".splitlines()[0]
        thawed = {p.param.requires_grad for p in w.params.values()}
        for part, known in MESSAGES.items():
            if part in str(w.raised):
                page, cause = CASES.get(known, (known, ""))
                if "require grad" in part and thawed == {False}:
                    cause = "each parameter has requires_grad=False"
                named = f"\n  likely case: {known} ({cause})" if cause else ""
                why += f"{named}\n  page: {page}"
        return why
    if w.asked() or findings:
        return ""
    if w.n["process"]:
        return (
            "no backward() came; the script started processes of its own,"
            " which are not watched: use watch() in what they run"
        )
    return "no backward() came"


# --- Three ways to use it.


@contextmanager
def watch(model=None):
    """Watch the loop in the block, and print the report after it.

    What is given to `as` has the report's `findings` after the block.
    """
    w = _Watch()
    if model is not None:
        w.add_root(model)
    try:
        with w.watching():
            yield w
    except Exception as error:
        w.raised = error
        raise
    finally:
        w.report = Report(w)
        w.findings = w.report.findings
        print(w.report)


def check(train, *args, **kwargs):
    """Call a function that trains; the findings, an empty list if it is well.

    Raises:
        RuntimeError: if no backward() came, so that nothing was examined.
    """
    w = _Watch()
    with w.watching():
        train(*args, **kwargs)
    report = Report(w)
    if report.why:
        raise RuntimeError(report.why)
    return report.findings


def run(script, arguments=(), steps=0):
    """Run a script as `python script` would, watched; the report."""
    path, old = os.path.abspath(script), os.getcwd()
    folder = os.path.dirname(path)
    w = _Watch(path, steps)
    try:
        os.chdir(folder)
        names = {"argv": [path, *arguments], "path": [folder, *sys.path]}
        with w.watching(), mock.patch.multiple(sys, **names):
            runpy.run_path(path, run_name="__main__")
    except (_Enough, KeyboardInterrupt):
        pass
    except SystemExit as end:
        w.raised = end if end.code else None
    except Exception as error:
        w.raised = error
    finally:
        os.chdir(old)
    return Report(w)


def main():
    """The command line; returns the exit status."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--json", action="store_true", help="for machines")
    ask.add_argument("--steps", type=int, help="stop after so many")
    ask.add_argument("--explain", choices=CASES, help="what a name means")
    ask.add_argument("script", nargs="?", help="your script")
    ask.add_argument("arguments", nargs=argparse.REMAINDER, help="its own")
    asked = ask.parse_args()
    if asked.explain:
        page, cause = CASES[asked.explain]
        print(f"{asked.explain}\n  {cause}\n  {page}")
        return 0
    if not asked.script:
        ask.print_help()
        return 2

    report = run(asked.script, asked.arguments, asked.steps)
    print(report.json() if asked.json else report)
    return report.status


if __name__ == "__main__":
    sys.exit(main())
