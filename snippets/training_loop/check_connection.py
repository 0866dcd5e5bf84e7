"""Run your training script, and say where loss and parameters are cut off."""

# python check_connection.py my_script.py [its arguments]
#
# or `with watch(model): ...` around a loop, or `assert not check(train)` in a
# test. It writes no file and sends nothing, and your results stay the same to
# the last bit. Needs torch 2.4 or newer. Exit status: 0 no finding, 1 findings,
# 2 the script could not be examined.

from __future__ import annotations

import argparse
import json
import math
import os
import runpy
import sys
import traceback
import weakref
from collections import Counter, deque
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

# --- What is known of each case: its likely cause, by the page that shows it.

PAGES = {
    "not_learning": {"loss-constant": "the weights are put back in each step"},
    "not_learning/cut": {
        "no-gradient": "detach(), item(), no_grad or a new tensor is in the way"
    },
    "not_learning/numbers": {
        "diverging": "the learning rate is too large",
        "non-finite": "a nan in the data, an infinite slope, or a large lr",
        "steps-too-small": "the learning rate is 0 or too small",
        "zero-gradient": "a dead or saturated unit, a softmax over one number,"
        " or something flat, as round()",
    },
    "not_learning/order": {
        "gradients-accumulate": "zero_grad() is missing",
        "never-backward": "the loop did not run, or backward() is missing",
        "never-stepped": "optimizer.step() is missing",
    },
    "not_learning/shape_and_type": {
        "targets-out-of-range": "labels from 1, or targets of -1 and 1",
        "unequal-shapes": "one of the two needs squeeze(1)",
    },
    "not_learning/state": {
        "eval-while-training": "train() is missing after an evaluation",
        "frozen-but-moving": "an old .grad, or a batch norm in training mode",
    },
    "not_learning/unheld": {
        "not-in-optimizer": "it was made for another model, or too early",
        "stale-optimizer": "a layer or model was replaced after its making",
    },
    "not_learning/wrong_loss": {
        "softmax-before-cross-entropy": "the loss squashes by itself"
    },
    "optimizers/learning_rate": {
        "scheduler-order": "scheduler.step() stands before optimizer.step()",
        "steps-too-large": "the learning rate is too large",
    },
    "training_loop": {
        "cleared-before-step": "zero_grad() stands right before step()",
        "clipped-to-nothing": "the clipping limit is too small",
    },
}
CASES = {
    name: (page, PAGES[page][name]) for page in PAGES for name in PAGES[page]
}
MESSAGES = {
    "does not require grad and does not have a grad_fn": "no-gradient",
    "Inference tensors cannot be saved": "no-gradient",
    "is out of bounds": "targets-out-of-range",
    "all elements of target should be between": "targets-out-of-range",
    "that is different to the input size": "unequal-shapes",
}


class Finding(NamedTuple):
    """A case's name, what was seen, and the line of the script."""

    name: str
    seen: str
    line: str

    def __str__(self):
        page, cause = CASES[self.name]
        return (
            f"{self.name}  {self.line}\n  {self.seen}\n"
            f"  likely cause: {cause}\n  page: {page}"
        )


# --- What is known of one parameter, one optimizer, one line with backward().

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


def is_finite(tensor):
    return bool(torch.isfinite(tensor).all())


class _Param:
    """What happened to one parameter."""

    def __init__(self, param, name):
        self.param, self.name, self.first = param, name, sample(param)
        self.reached = self.held = self.pushed = False
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


class _Steps:
    """What happened at the steps of one optimizer."""

    def __init__(self, optimizer, line, models):
        self.kind, self.line = type(optimizer).__name__, line
        self.models = models  # that it was made for: their parameters' ids
        self.n = Counter()  # its steps, and how many of them were of a kind
        self.params = [p for g in optimizer.param_groups for p in g["params"]]
        self.before, self.frozen, self.picks = {}, [], []
        self.fresh = self.cleared = False  # gradients, since the last step
        self.relative = deque(maxlen=20)  # how far a step goes
        self.longest = 0  # the farthest of all
        self.length = []  # of all its parameters together, first and last
        self.order = self.order_line = self.zero_line = ""

    def every(self, kind):
        """Whether all its steps that were looked at, two or more, were so."""
        return self.n[kind] == self.n["looked"] > 1


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
    frame = sys._getframe(1)
    while frame:
        name = frame.f_code.co_filename
        if not name.startswith((TORCH, HERE, "<")) or "ipython" in name:
            yield frame
        frame = frame.f_back


def values(deep=None):
    """What the script's names, and what `self` has, stand for."""
    for frame in islice(frames(), deep):
        mine = getattr(frame.f_locals.get("self"), "__dict__", {})
        yield from [*frame.f_locals.items(), *mine.items()]


def name_of(thing):
    """What the script calls it, as `model` or `model.encoder`."""
    for name, value in values():
        if value is thing and name != "self":
            return name
        if isinstance(value, nn.Module) and name != "self":
            for path, module in value.named_modules(prefix=name):
                if module is thing:
                    return path
    return "a tensor" if torch.is_tensor(thing) else type(thing).__name__


class _Enough(BaseException):
    """`--steps` are done."""


# --- What torch is asked to tell.

inside_backward = torch._C._current_graph_task_id  # -1: we are in none
DISTANCES = ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"]
SQUASHED = {  # what stands before a loss that squashes by itself
    "cross_entropy": "SoftmaxBackward0",
    "binary_cross_entropy_with_logits": "SigmoidBackward0",
    "binary_cross_entropy": None,
}
SHAPES_ONLY = ("View", "Squeeze", "Unsqueeze", "Permute", "Transpose", "TBack")
REDUCED = ("Mean", "Sum", "Pow", "Abs", "Mul")
FLAT = ("Round", "Sign", "Sgn", "Floor", "Ceil", "Trunc")  # a slope of 0


def walk_back(node, kinds):
    """The node itself, or the first one before it of none of the kinds."""
    while node and node.name().startswith(kinds):
        node = node.next_functions[0][0]
    return node


def leaves(node, stop=()):
    """The ids of what it was computed from, and whether these are all.

    What stands behind a node of one of the kinds to stop at is left out.
    """
    todo, seen, found = [node], set(), set()
    while todo and len(seen) < 2000:
        node = todo.pop()
        if node not in seen and not node.name().startswith(stop):
            seen.add(node)
            if hasattr(node, "variable"):
                found.add(id(node.variable))
            todo += [f for f, _ in node.next_functions if f]
    return found, not todo


class _Watch:
    """Watches torch while a script trains."""

    def __init__(self, script=None, limit=0):
        self.script, self.limit = script, limit
        self.n = Counter()  # calls, by what was called
        self.found, self.notes = {}, {}  # seen already, while it ran
        self.params, self.losses = {}, {}  # by id, and by line
        self.optimizers, self.of = [], weakref.WeakKeyDictionary()
        self.roots, self.new, self.norms = {}, {}, {}  # by modules' ids
        self.modes, self.cut = {}, {}  # of modules and parameters, by their id
        self.flat = set()  # ids of parameters behind round() and the like
        self.thawed, self.still = set(), {}  # batch norms, by their id
        self.classes = 0  # that a loss tells apart
        self.inside = set()  # the roots, and what is in them, by its id
        self.wrappers, self.inputs = weakref.WeakSet(), deque(maxlen=8)
        self.bad = self.raised = self.clip = None
        self.busy = self.too_many = self.scaler = False
        self.empty = self.trouble = ""

    @contextmanager
    def watching(self):
        """Ask torch to tell of each call; afterwards it is as it was."""
        hooks = [
            (register_optimizer_step_pre_hook, self.before_step),
            (register_optimizer_step_post_hook, self.after_step),
            (register_module_forward_pre_hook, self.on_call),
        ]
        before = [
            (torch.autograd, "backward", self.before_backward),
            (torch.autograd, "grad", self.count("grad")),
            (torch.Tensor, "detach", self.on_detach),
            (nn.Module, "train", self.count("train")),
            (nn.Module, "zero_grad", self.on_clear),
            (Optimizer, "zero_grad", self.on_clear),
            (lr_scheduler.LRScheduler, "step", self.on_schedule),
            (torch.amp.GradScaler, "scale", self.on_scale),
            (torch.utils.data.DataLoader, "__iter__", self.on_loader),
            (BaseProcess, "start", self.count("process")),
            *((functional, f, partial(self.on_classes, f)) for f in SQUASHED),
        ]
        after = [
            (torch.autograd, "backward", self.after_backward),
            (nn.Module, "load_state_dict", self.on_load),
            (nn.utils, "clip_grad_norm_", self.on_clip),
            (nn.utils.clip_grad, "clip_grad_norm_", self.on_clip),
            (DistributedDataParallel, "__init__", self.on_wrapper),
            (Optimizer, "__init__", self.on_made),
            *((functional, f, partial(self.on_distance, f)) for f in DISTANCES),
        ]
        with ExitStack() as stack:
            for register, told in hooks:
                hook = register(partial(self.note, told))
                stack.callback(hook.remove)
            for place, name, told in before:
                stack.enter_context(self.put(place, name, told))
            for place, name, told in after:
                stack.enter_context(self.put(place, name, told, late=True))
            yield self

    def put(self, place, name, told, late=False):
        """Let a function of torch tell of each call, before it or after it."""
        original = getattr(place, name)

        @wraps(original)
        def call(*args, **kwargs):
            if not late:
                self.note(told, *args, **kwargs)
            result = original(*args, **kwargs)
            if late:
                self.note(told, result, *args, **kwargs)
            return result

        return mock.patch.object(place, name, call)

    def note(self, told, *args, **kwargs):
        """Call it; its mistakes neither stop nor change the script."""
        if torch.compiler.is_compiling() or self.busy:
            return
        self.busy, self.with_grad = True, torch.is_grad_enabled()
        try:
            with torch.no_grad():
                told(*args, **kwargs)
        except Exception as error:  # told in the report
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            self.trouble = f"line {line}: {error!r}"
        finally:
            self.busy = False

    def where(self):
        """The script's file and line that we are in."""
        own = (f for f in frames() if f.f_code.co_filename == self.script)
        frame = next(own, None) or next(frames(), None)
        if frame is None:
            return "?"
        return f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"

    def find(self, name, seen, line=None):
        self.found.setdefault(name, Finding(name, seen, line or self.where()))

    def count(self, what):
        return lambda *args, **kwargs: self.n.update([what])

    # Models, and what becomes of them.

    def on_call(self, module, args):
        self.n["train"] *= self.with_grad  # since the last evaluation
        kind = type(module)
        if callable(getattr(kind, "backward", None)):
            said = "is a module with a method backward(), which nobody calls"
            self.notes[kind] = f"{kind.__name__} {said}"
        if not (module._parameters or module._modules):
            return  # a loss, perhaps one that is made anew at each step
        for thing in (module, *module._parameters.values()):
            self.modes.setdefault(id(thing), set()).add(self.with_grad)
        if id(module) in self.roots or not self.new:
            self.inputs += [weakref.ref(a) for a in args if torch.is_tensor(a)]
        if id(module) not in self.inside and len(self.new) < 1000:
            self.new[id(module)] = module

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
        for path, module in root.named_modules(prefix=name):
            self.roots.pop(id(module), None)  # it was called by itself before
            self.inside.add(id(module))
            self.note_module(path, module, root)
        for path, param in root.named_parameters(prefix=name):
            self.param(param, path).name = path
        self.roots[id(root)] = root, list(filter(has_modes, root.modules()))

    def note_module(self, path, module, root):
        mean = getattr(module, "running_mean", None)
        if isinstance(module, _NormBase) and mean is not None:
            self.norms[id(module)] = (root, path, module)
        if isinstance(module, DistributedDataParallel):
            self.wrappers.add(module)
        shape = getattr(module, "normalized_shape", None)
        if shape and math.prod(shape) == 1:
            said = "normalizes one number, which leaves 0 of it"
            self.notes.setdefault("one", f"{path} {said}")
        for key, value in vars(module).items():
            if torch.is_tensor(value) and value.is_floating_point():
                said = "is a tensor of the module and no parameter"
                self.notes[path, key] = f"{path}.{key} {said}"

    def param(self, param, name=""):
        """What is known of a parameter; kept as long as the run lasts."""
        if id(param) not in self.params:
            self.params[id(param)] = _Param(param, name or name_of(param))
        return self.params[id(param)]

    def on_load(self, answer, module, state_dict, *args, **kwargs):
        state, own, said = state_dict, module.state_dict(keep_vars=True), ""
        taken = [(state[key], own[key]) for key in own if key in state]
        if own and len(answer.missing_keys) == len(own):
            first = next(iter(state), "")
            said = f"took 0 of {len(own)} tensors: no key fits ({first!r})"
        elif taken and all(a.data_ptr() == b.data_ptr() for a, b in taken):
            said = "copied every tensor onto itself; to keep the best, take "
            said += "deepcopy(model.state_dict())"
        if said:
            self.notes["load"] = f"load_state_dict at {self.where()} {said}"

    def on_loader(self, loader):
        with suppress(TypeError):  # of one without a length
            if len(loader) == 0:
                said = f"{len(loader.dataset)} samples, batch_size="
                said += f"{loader.batch_size}, drop_last={loader.drop_last}"
                self.empty = f"; a loader gave 0 batches: {said}"

    def on_wrapper(self, _, wrapper, *args, **kwargs):
        self.wrappers.add(wrapper)

    def on_detach(self, tensor):
        # One number is most often a loss that is printed.
        early = self.n["steps"] < 3 and inside_backward() == -1
        if not early or tensor.grad_fn is None or tensor.numel() == 1:
            return
        self.cut.update(dict.fromkeys(leaves(tensor.grad_fn)[0], self.where()))

    # Losses and gradients.

    def on_distance(self, name, _, input, target, *args, **kwargs):
        """Find a column of predictions against a row of targets."""
        self.inputs.append(weakref.ref(target))
        a, b = tuple(input.shape), tuple(target.shape)
        table = tuple(torch.broadcast_shapes(a, b))
        all_with_all = input.numel() == target.numel() < math.prod(table)
        if all_with_all and kwargs.get("reduction") != "none":
            seen = f"{name} compared each of {a} with each of {b}: {table}"
            self.find("unequal-shapes", seen)

    def on_classes(self, name, input, target, *args, **kwargs):
        """Find what is squashed already, and targets that are no class."""
        self.inputs.append(weakref.ref(target))
        binary = name != "cross_entropy"
        self.classes = 2 if binary else input.shape[min(input.dim() - 1, 1)]
        node = walk_back(input.grad_fn, SHAPES_ONLY)
        if node and node.name() == SQUASHED[name]:
            kind = node.name()[: -len("Backward0")].lower()
            seen = f"{name} got the output of a {kind}"
            self.find("softmax-before-cross-entropy", seen)
        if len(args) < 2 and looks(self.n["steps"]):
            self.look_at_targets(name, input, target, *args, **kwargs)

    def look_at_targets(self, name, input, target, weight=None, **kwargs):
        if name == "cross_entropy":
            if target.is_floating_point() or input.dim() == target.dim():
                return  # a share of each class
            most, slack = self.classes - 1, 0
            target = target[target != kwargs.get("ignore_index", -100)]
        elif weight is None and kwargs.get("reduction") != "none":
            most, slack = 1, 1e-3
        else:
            return  # what is left out, or weighted by 0, may be too large
        low, high = target.aminmax() if target.numel() else (0, 0)
        if low < -slack or high > most + slack:
            seen = f"{name} got targets from {low:g} to {high:g}, not to {most}"
            self.find("targets-out-of-range", seen)

    def on_scale(self, scaler, outputs):
        self.scaler |= scaler.is_enabled()

    def before_backward(self, tensors, *args, **kwargs):
        if inside_backward() != -1:
            return  # one inside another, as checkpoint() makes them
        self.settle()
        self.n["backward"] += 1
        for o in self.optimizers:
            o.cleared |= any(
                p.grad is not g or g._version > v for p, g, v in o.picks
            )
            o.order = f"{o.order}b"[:4]
        if torch.is_tensor(tensors) and tensors.numel() == 1:
            self.note_loss(tensors, tensors.float().item(), self.where())

    def note_loss(self, loss, value, line):
        if line not in self.losses and len(self.losses) < MANY:
            self.losses[line] = _Losses(line)
        if line in self.losses:
            self.losses[line].add(value)
            if self.losses[line].count in (1, 2, 10):
                self.look_at_graph(loss, line)
        if not (math.isfinite(value) or self.bad or self.scaler):
            inputs = (ref() for ref in self.inputs)
            what, step = "loss", self.n["steps"] + 1
            if not all(a is None or is_finite(a) for a in inputs):
                what = "input"
            if not all(is_finite(p.param) for p in self.params.values()):
                what, step = "gradient", step - 1
            self.bad = what, step, line

    def look_at_graph(self, loss, line):
        """Find a column minus a row, and what stands behind something flat."""
        if loss.grad_fn:
            (every, _), (steep, is_all) = (
                leaves(loss.grad_fn, stop) for stop in ((), FLAT)
            )
            self.flat |= every - steep if is_all else set()
        node = walk_back(loss.grad_fn, REDUCED)
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

    def after_backward(self, *args, **kwargs):
        if inside_backward() != -1 or not looks(self.n["backward"]):
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
                o.zero_line = self.where()

    def on_clip(self, total, parameters, max_norm, *args, **kwargs):
        total, limit = float(total), float(max_norm)
        self.clip = (self.where(), limit, total)
        self.n["clip"] += 1
        self.n["clip of none"] += total == 0
        self.n["clip to nothing"] += total * 1e-6 > limit

    # Optimizers.

    def on_made(self, _, optimizer, *args, **kwargs):
        held = {id(p) for g in optimizer.param_groups for p in g["params"]}
        models = {}
        for _, model in values(deep=5):
            if isinstance(model, nn.Module) and len(models) < 4:
                names = {n: id(p) for n, p in model.named_parameters()}
                if held & set(names.values()):
                    models[id(model)] = (model, names)
        self.add_optimizer(optimizer, list(models.values()))

    def add_optimizer(self, optimizer, models=()):
        if len(self.optimizers) >= MANY:
            self.too_many = True
            return None
        o = self.of[optimizer] = _Steps(optimizer, self.where(), models)
        self.optimizers.append(o)
        return o

    def before_step(self, optimizer, args, kwargs):
        self.settle()
        o = self.of.get(optimizer) or self.add_optimizer(optimizer)
        if o is None:
            return
        o.n["steps"] += 1
        o.params = [p for g in optimizer.param_groups for p in g["params"]]
        o.before = {}
        frozen = (p for p in o.params if not p.requires_grad)
        o.frozen = [(p, p.clone()) for p in frozen if p.grad is not None]
        # backward, scheduler, and now the step; or the scheduler before all.
        # Several before the first step are those of a run that is resumed.
        o.n["misordered"] += o.order.endswith("bs")
        o.n["early"] += o.order.count("s") == 1 and o.n["steps"] == 1
        o.order = ""
        o.closure = any(map(callable, [*args, *kwargs.values()]))
        if looks(o.n["steps"]):
            for p in o.params:
                self.param(p).held = True
                o.before[id(p)] = sample(p)
            self.look_at_norms()
            if not o.closure:
                self.look_at_gradients(o)

    def look_at_norms(self):
        """Note how a batch norm was when it was frozen, and for how long."""
        for key, (_, _, module) in self.norms.items():
            own = list(module.parameters(recurse=False))
            if any(p.requires_grad for p in own):
                self.still.pop(key, None)
                self.thawed.add(key)
            elif own and key not in self.still:
                values = list(map(sample, own))
                self.still[key] = [1, module.running_mean.clone(), values]
            elif own:
                self.still[key][0] += 1

    def look_at_gradients(self, o):
        grads = {p: p.grad for p in o.params}
        lengths = {p: norm(g) for p, g in grads.items() if g is not None}
        zero = not any(lengths.values())
        if o.closure and zero:
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
                seen.norms = [*(seen.norms or [length])[:1], length]
                if not (math.isfinite(length) or self.bad or self.scaler):
                    self.bad = ("gradient", self.n["steps"] + 1, self.where())

    def after_step(self, optimizer, args, kwargs):
        o = self.of.get(optimizer)
        if o is None:
            return
        if o.before and o.closure:
            self.look_at_gradients(o)
        self.n["steps"] += 1
        no_lr = all(g.get("lr", 1) == 0 for g in optimizer.param_groups)
        o.n["no lr"] = (o.n["no lr"] + 1) * no_lr
        for p, was in o.frozen:
            self.param(p).pushed |= not torch.equal(p, was)
        added = any(grad._version > version for _, grad, version in o.picks)
        o.n["cleared"] += o.cleared
        o.n["added"] += added and not o.cleared
        o.picks, o.cleared, o.fresh = [], False, False
        if o.before:
            self.measure(o)
        self.note_modes(o)
        if self.script and self.n["steps"] == 50:
            for finding in judge(self)[0]:
                print(f"after 50 steps: {finding.name}", file=sys.stderr)
        if self.limit and self.n["steps"] >= self.limit:
            raise _Enough

    def measure(self, o):
        """How far the step went; and which gradients are there after it."""
        moves = [norm(sample(p) - o.before[id(p)]) for p in o.params]
        length = math.hypot(*map(norm, o.before.values()))
        o.relative.append(math.hypot(*moves) / length if length else 0)
        o.longest = max(o.longest, o.relative[-1])
        o.length = [*(o.length or [length])[:1], length]
        full = [p for p in o.params if p.grad is not None]
        full = [p for p in full if self.param(p).norms[-1:] != [0]]
        full.sort(key=torch.numel)
        o.picks = [(p, p.grad, p.grad._version) for p in full[:3]]

    def note_modes(self, o):
        held = set(map(id, o.params))
        for root, modal in self.roots.values():
            if modal and any(id(p) in held for p in root.parameters()):
                if any(module.training for module in modal):
                    o.n["trained"], o.n["evaluated"] = o.n["trained"] + 1, 0
                elif o.n["trained"] and not self.n["train"]:
                    o.n["evaluated"] += 1

    def on_schedule(self, scheduler, *args, **kwargs):
        optimizer = getattr(scheduler, "optimizer", None)
        o = optimizer and self.of.get(optimizer)
        if o and getattr(scheduler, "_step_count", 0) > 0:  # not its making
            o.n["scheduled"] += 1
            o.order = f"{o.order}s"[:4]
            o.order_line = o.order_line or self.where()


def has_modes(module):
    """Whether it does something else in training mode."""
    if isinstance(module, _DropoutNd):
        return module.p > 0
    return isinstance(module, _NormBase) and module.track_running_stats


# --- What it means. Each function tells cases by their names, each with what
# was seen, a reason that a good script cannot give, and with a line; or a note.


def named(params):
    names = [p.name for p in params]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def of(w, o):
    """What is known of an optimizer's parameters."""
    return [w.params[id(p)] for p in o.params if id(p) in w.params]


def unheld(w):
    """Parameters that get gradients, and that nothing moves."""
    known = w.params.values()
    return [p for p in known if p.reached and not p.held and not p.moved()]


def calls(w, o):
    """What was never called."""
    backwards, steps = w.n["backward"], o.n["steps"]
    given = any(s.n["none"] < s.n["looked"] for s in w.optimizers)
    never = not (backwards + w.n["grad"] or given or w.raised)
    if never and (w.empty or steps > 1):
        seen = f"{steps} steps, and backward() was not called once"
        yield "never-backward", seen + w.empty, o.line
    got = [p for p in of(w, o) if p.reached]
    never = not (w.n["steps"] or w.raised or w.scaler)
    if never and backwards > 2 and got and not any(p.moved() for p in got):
        seen = f"backward() ran {backwards} times, step() never"
        yield "never-stepped", seen, o.line


def replaced(w, o):
    """Models that are not what they were when the optimizer was made."""
    ours = set(map(id, o.params))
    for model, names in o.models:
        now = {id(p): name for name, p in model.named_parameters()}
        for p in unheld(w):
            path = now.get(id(p.param))
            if names.get(path) in ours:
                seen = f"{p.name} is not the tensor that {o.kind} was given"
                yield "stale-optimizer", seen, o.line
            elif path and path not in names and ours >= set(names.values()):
                seen = f"{p.name} was not there when {o.kind} was given all"
                yield "not-in-optimizer", seen, o.line


def ungiven(w, o):
    """Optimizers none of whose parameters got a gradient."""
    others, ours = unheld(w), set(map(id, o.params))
    if not o.every("none") or o.every("gone"):
        return
    used = {id(p) for root, _ in w.roots.values() for p in root.parameters()}
    seen = f"no parameter of {o.kind} got a gradient in {o.n['steps']} steps"
    if not others or w.too_many:
        yield "no-gradient", seen, o.line
    else:
        name = "not-in-optimizer" if ours & used else "stale-optimizer"
        yield name, f"{seen}, and {named(others)} did", o.line


def cut(w, o):
    """Parameters that others leave behind, though they take part."""
    if o.n["none"] == o.n["looked"]:
        return
    none = [p for p in of(w, o) if p.none == p.looked and not p.moved()]
    none = [p for p in none if p.param.requires_grad]
    off = [p for p in none if id(p.param) in w.cut]
    off = off or [p for p in none if w.modes.get(id(p.param)) == {False}]
    if off:
        line = w.cut.get(id(off[0].param))
        how = "detach() cut them off" if line else "they ran under no_grad"
        seen = f"{named(off)}: .grad is None at each step; {how}"
        yield "no-gradient", seen, line or o.line
    elif none and none[0].looked > 1:
        yield "note", f"{named(none)} got no gradient at any step", o.line


def gradients(w, o):
    """Gradients that come to nothing before the step."""
    n, looked = o.n, o.n["looked"]
    of_clip = w.n["clip"] - w.n["clip of none"]
    if o.every("gone") and not w.clip:
        seen = f"at each of {looked} steps the gradients were gone"
        yield "cleared-before-step", seen, o.zero_line or o.line
    elif of_clip > 1 and w.n["clip to nothing"] == of_clip:
        line, limit, total = w.clip
        if all(p.moved() < 1e-4 for p in of(w, o)):
            seen = f"gradients of length {total:.3g} were cut to {limit:.3g}"
            yield "clipped-to-nothing", seen, line
    elif n["zero"] > 1 and n["zero"] + n["none"] == looked and not n["gone"]:
        seen = f"each gradient was exactly 0 at all {looked} steps looked at"
        # A loss of exactly 0 would have nothing left to learn.
        if any(any(s.end) for s in w.losses.values()):
            yield "zero-gradient", seen, o.line


def flat(w, o):
    """Parameters whose gradient is 0, while that of others is not."""
    known = [p for p in of(w, o) if p.param.requires_grad]
    zero = [p for p in known if p.looked > 1 and p.zero == p.looked]
    behind = [p for p in zero if id(p.param) in w.flat]
    if behind and len(zero) < len(known):
        seen = f"{named(behind)}: a gradient of exactly 0 at each step"
        yield "zero-gradient", f"{seen}, behind round() or the like", o.line
    elif zero and len(zero) < len(known):
        yield "note", f"{named(zero)}: gradient exactly 0 at each step", o.line


def frozen(w, o):
    """What is frozen, and moves."""
    pushed = [p for p in of(w, o) if p.pushed]
    if pushed:
        seen = f"{named(pushed)} requires no gradient, and step() moved it"
        yield "frozen-but-moving", seen, o.line
    trained = {id(p) for p in o.params if p.requires_grad}
    for key, (looks, mean, values) in w.still.items():
        root, path, norm = w.norms[key]
        own = list(norm.parameters(recurse=False))
        # What was trained may be frozen while another player moves, in a GAN.
        briefly = looks < 10 and key in w.thawed
        if briefly or torch.equal(norm.running_mean, mean):
            continue
        if not all(map(torch.equal, map(sample, own), values)):
            continue
        held = w.param(own[0]).held
        if held or any(id(p) in trained for p in root.parameters()):
            seen = f"{path} is frozen, and its running_mean moves"
            yield "frozen-but-moving", seen, o.line


def order(w, o):
    """Lines of the loop that are missing or stand in another order."""
    n, times = o.n, o.n["scheduled"]
    if n["added"] > 2 and not n["cleared"]:
        seen = f"no gradient was cleared between any of {n['steps']} steps"
        yield "gradients-accumulate", seen, o.line
    late = times > 1 and n["early"] and "s" not in o.order
    if late or (n["misordered"] > 1 and n["misordered"] >= times - 1):
        seen = f"{times} times, and the first lr was left out"
        yield "scheduler-order", seen, o.order_line
    if n["evaluated"] >= 5 and n["evaluated"] * 5 > n["steps"]:
        seen = (
            f"{n['trained']} steps in training mode, {n['evaluated']} in eval"
        )
        yield "eval-while-training", seen, o.line
    none = n["no lr"]
    if none >= 10 and none * 2 >= n["steps"]:
        seen = f"the learning rate was 0 in the last {none} steps"
        yield "steps-too-small", seen, o.line
    elif 0 < none < n["steps"]:
        yield "note", f"lr was 0 in the last {none} steps", o.line


def numbers(w, o):
    """Losses that grow, and what is nan."""
    known = [p for p in w.params.values() if p.held and p.param.requires_grad]
    broken = [p for p in known if not is_finite(p.param) and is_finite(p.first)]
    s = the_only_losses(w)
    finite = [abs(v) for v in s.end if math.isfinite(v)] if s else []
    far = finite and finite[-1] > 1000 * max(map(abs, s.start)) and s.count > 9
    if far and (broken or o.length[-1] > 10 * o.length[0] > 0):
        seen = f"the loss went from {s.start[0]:.3g} to {finite[-1]:.3g}"
        yield "diverging", seen, s.line
        return
    if broken:
        what, step, line = w.bad or ("gradient", w.n["steps"], "?")
        seen = f"{named(broken)} not finite; first the {what}, at step {step}"
        yield "non-finite", seen, line
    elif s and s.count > 20 and len(o.relative) == 20 < o.n["steps"]:
        large, first, last = map(median, (o.relative, s.start, s.end))
        if large > 0.5 and last > 2 * first > 0:
            seen = f"steps of {large:.0%} of the parameters' length, "
            seen += f"and the loss went from {first:.3g} to {last:.3g}"
            yield "steps-too-large", seen, s.line
        chance = math.log(max(w.classes, 1))  # the loss of any one answer
        if o.longest > 0.5 and abs(last - chance) < 0.05 * chance:
            seen = f"the loss is near ln {w.classes} after a step of"
            seen += f" {o.longest:.0%} of the parameters' length: lr too large?"
            yield "note", seen, s.line


def stillness(w, o):
    """Steps that come to nothing."""
    steps, known = o.n["steps"], of(w, o)
    still = not (any(o.relative) or any(p.moved() for p in known))
    # A run that begins at the minimum has no gradient to speak of.
    pulled = any(p.norms[-1:] > [1e-3 * norm(p.first)] for p in known)
    if steps >= 20 and still and pulled and not (o.n["none"] or o.n["zero"]):
        seen = f"no digit of a parameter changed in {steps} steps"
        yield "steps-too-small", seen, o.line
    s = the_only_losses(w)
    if s and s.count >= 10 and len({*s.start, *s.end}) == 1 and o.relative:
        # At the end they are one step away from where they began.
        moves = [norm(sample(p.param) - p.first) for p in known]
        if math.hypot(*moves) < 1.5 * o.relative[-1] * o.length[-1]:
            seen = f"{s.start[0]:.6g} in all digits {s.count} times, by weights"
            seen += " that are one step away from where they began"
            yield "loss-constant", seen, s.line


def the_only_losses(w):
    """Those of a run with one optimizer and one line with backward()."""
    stepped = [o for o in w.optimizers if o.n["looked"]]
    alone = len(w.losses) == len(stepped) == 1
    return next(iter(w.losses.values())) if alone else None


def doubts(w, found):
    """What may be on purpose."""
    none, clips = w.n["clip of none"], w.n["clip"]
    if none:
        seen = f"clip_grad_norm_ at {w.clip[0]} saw no gradient {none} of"
        yield f"{seen} {clips} times: is its list used up?"
    left = [p for p in unheld(w) if p.param.requires_grad]
    told = not w.n["steps"] or found & {"stale-optimizer", "not-in-optimizer"}
    # What a script that raised made, and did not come to use, is not known.
    if left and not (told or w.raised):
        yield f"no optimizer holds {named(left)}; on purpose?"
    for s in w.losses.values():
        if s.broken and not (w.scaler or found & {"non-finite", "diverging"}):
            seen = f"{s.broken} of {s.count} losses at {s.line} were nan or inf"
            yield f"{seen}, and no parameter is: a mean over nothing?"
    for wrapper in w.wrappers:
        ours = [w.params.get(id(p)) for p in wrapper.parameters()]
        if any(p and p.reached for p in ours) and id(wrapper) not in w.modes:
            seen = "DistributedDataParallel was made and not called: gradients"
            yield f"{seen} are not averaged. Call the wrapper, not its .module"
    if w.trouble:
        yield f"check_connection itself failed in {w.trouble}"


def judge(w):
    """The findings, causes before their consequences; and the notes."""
    found, notes = dict(w.found), list(w.notes.values())

    def look(*functions, at=w.optimizers):
        for function in functions:
            for o in at:
                for name, seen, line in function(w, o):
                    if name == "note":
                        notes.append(seen)
                    else:
                        found.setdefault(name, Finding(name, seen, line))

    stepped = [o for o in w.optimizers if o.n["looked"]]
    look(calls)
    if not w.too_many:
        look(replaced, at=stepped)
    if w.n["backward"] + w.n["grad"]:
        look(ungiven, cut, at=stepped)
    look(gradients, flat, frozen, order, at=stepped)
    if not (w.scaler or "gradients-accumulate" in found):
        look(numbers, at=stepped)
    if not found:
        look(stillness, at=stepped)
    return list(found.values()), notes + list(doubts(w, found.keys()))


# --- What is told.


class Report:
    """What was seen: rows of parameters, findings, notes."""

    @torch.no_grad()
    def __init__(self, w):
        self.steps, self.rows, self.notes = w.n["steps"], [], []
        self.findings, self.why = list(w.found.values()), ""
        try:
            self.judge(w)
        except Exception as error:  # the script has run, and keeps its result
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            ran = f"raised {w.raised!r}" if w.raised else "has run"
            self.why = f"your script {ran}, but check_connection itself failed"
            self.why += f" at its end, in line {line}: {error!r}"

    def judge(self, w):
        """What is said when the script has come to its end."""
        w.settle()
        self.findings, self.notes = judge(w)
        self.rows = [
            {
                "parameter": p.name,
                "shape": list(p.param.shape),
                "reached": p.reached,
                "gradient": p.norms,
                "held": p.held,
                "moved": p.moved(),
            }
            for p in w.params.values()
        ]
        if w.raised:  # so nothing could be examined
            self.why = f"{type(w.raised).__name__}: {w.raised}".splitlines()[0]
            for part, name in MESSAGES.items():
                if part in str(w.raised):
                    self.why += f"\n  likely case: {name} ({CASES[name][1]})"
        elif not (w.n["backward"] + w.n["grad"] or self.findings):
            self.why = "no backward() came"
            if w.n["process"]:
                self.why += "; the script started processes of its own, which"
                self.why += " are not watched: use watch() in what they run"

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
                "×".join(map(str, row["shape"])) or "()",
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
        found = [
            {**f._asdict(), "page": CASES[f.name][0], "cause": CASES[f.name][1]}
            for f in self.findings
        ]
        told = {"status": self.status, "steps": self.steps, "findings": found}
        told.update(notes=self.notes, parameters=self.rows)
        said = json.dumps({**told, "not examined": self.why})
        # JSON has no nan and no inf; here they are "NaN" and "Infinity".
        return json.dumps(json.loads(said, parse_constant=str))


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
