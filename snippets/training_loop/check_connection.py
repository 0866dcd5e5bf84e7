"""Run your training script, and say where loss and parameters are cut off."""

# python check_connection.py my_script.py [its arguments]
#
# or `with watch(model): ...` around a loop, or `assert not check(train)` in a
# test. It writes no file and sends nothing, and your results stay the same to
# the last bit. Needs torch 2.4 or newer. Exit status: 0 no finding, 1 findings,
# 2 the script could not be examined.

from __future__ import annotations

import argparse
import functools
import json
import math
import os
import runpy
import sys
import weakref
from collections import deque
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.process import BaseProcess
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer, lr_scheduler
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

# --- What is known about each case: its likely cause, and the site's page.

HELP = "not_learning"
CASES = {
    "never-backward": ("the loop did not run, or backward() is missing", HELP),
    "never-stepped": ("optimizer.step() is missing", "training_loop"),
    "cleared-before-step": (
        "zero_grad() stands between backward() and step()",
        "training_loop",
    ),
    "stale-optimizer": (
        "a layer or the model was replaced after the optimizer was made",
        "optimizers/param_groups",
    ),
    "not-in-optimizer": (
        "the optimizer was given other parameters, or made too early",
        "optimizers/param_groups",
    ),
    "no-gradient": (
        "detach(), item(), no_grad or a new tensor cuts the way to the loss",
        "gradients/backward",
    ),
    "clipped-to-nothing": ("the clipping limit is too small", "training_loop"),
    "zero-gradient": (
        "a dead ReLU, a saturated unit, or a loss that is flat",
        "losses/accuracy",
    ),
    "frozen-but-moving": (
        "an old .grad, or a frozen batch norm that is in training mode",
        "optimizers/param_groups",
    ),
    "gradients-accumulate": ("zero_grad() is missing", "training_loop"),
    "unequal-shapes": ("one of the two needs squeeze(1)", "losses/reduction"),
    "softmax-before-cross-entropy": (
        "the loss takes logits and has its own softmax or sigmoid",
        "losses/cross_entropy",
    ),
    "targets-out-of-range": (
        "labels that begin at 1, or targets that are no probabilities",
        "losses/cross_entropy",
    ),
    "scheduler-order": (
        "scheduler.step() stands before optimizer.step()",
        "optimizers/learning_rate",
    ),
    "eval-while-training": (
        "train() is missing after an evaluation",
        "gradients/no_grad",
    ),
    "diverging": ("the learning rate is too large", "optimizers/learning_rate"),
    "non-finite": ("a nan in the data, or an infinite slope", HELP),
    "steps-too-large": (
        "the learning rate is too large",
        "optimizers/learning_rate",
    ),
    "steps-too-small": (
        "the learning rate is 0 or too small",
        "optimizers/learning_rate",
    ),
    "loss-constant": ("the weights are put back in each step", HELP),
}
MESSAGES = {
    "does not require grad and does not have a grad_fn": "no-gradient",
    "is out of bounds": "targets-out-of-range",
    "all elements of target should be between": "targets-out-of-range",
    "Inference tensors cannot be saved": "no-gradient",
    "that is different to the input size": "unequal-shapes",
}


class Finding(NamedTuple):
    """A case's name, what was seen, and the line of the script."""

    name: str
    seen: str
    line: str

    def __str__(self):
        cause, page = CASES[self.name]
        return (
            f"{self.name}  {self.line}\n  {self.seen}\n"
            f"  likely cause: {cause}\n  page: {page}"
        )


# --- What is known of one parameter, one optimizer, one line with backward().

EVERY = 10  # after the first 20 steps, gradients are read at each 10th
MANY = 16  # optimizers and models that are kept at most
WHOLE = 2**20  # of a larger parameter, a sample is compared


def sample(tensor):
    """A copy of the tensor's values, or of evenly spaced ones of many."""
    flat = tensor.detach().reshape(-1)
    return flat[:: -(-flat.numel() // WHOLE) or 1].clone()


def norm(tensor):
    """The length of a gradient, as a number."""
    if tensor.is_sparse:
        tensor = tensor.coalesce().values()
    return torch.linalg.vector_norm(tensor.detach().float()).item()


def is_finite(tensor):
    return bool(torch.isfinite(tensor.detach()).all())


class _Param:
    """What happened to one parameter."""

    def __init__(self, param):
        self.param, self.name, self.first = param, "", sample(param)
        self.held = self.reached = self.frozen_moved = False
        self.none = self.looked = 0
        self.norms = []  # first and last

    def moved(self):
        """By how much of its own length it moved; 0 only if no digit did."""
        now = sample(self.param)
        if now.shape != self.first.shape or now.dtype != self.first.dtype:
            return math.inf
        if torch.equal(now, self.first):
            return 0.0
        before = norm(self.first)
        return norm(now - self.first) / before if before else math.inf

    def finite(self):
        return is_finite(self.param) or not is_finite(self.first)


class _Steps:
    """What happened at the steps of one optimizer."""

    def __init__(self, optimizer, line, models):
        self.optimizer, self.line = weakref.ref(optimizer), line
        self.kind, self.models = type(optimizer).__name__, models
        self.params = []
        self.steps = self.looked = self.none = self.zero = self.cleared = 0
        self.fresh = self.clean = self.pending = False
        self.clean_rounds = self.dirty_rounds = self.no_lr = 0
        self.picks, self.before, self.frozen = [], {}, {}
        self.had, self.given, self.closure = set(), False, False
        self.relative = deque(maxlen=20)
        self.length = []  # of all its parameters together, first and last
        self.order, self.misordered, self.early = "", 0, 0
        self.scheduled, self.order_line, self.zero_line = 0, "", ""
        self.trained, self.evaluated = 0, 0


class _Losses:
    """The losses that went into backward() on one line."""

    def __init__(self, line):
        self.line, self.count, self.falling = line, 0, True
        self.start, self.end = [], deque(maxlen=10)
        self.constant = True

    def add(self, value):
        self.count += 1
        self.constant &= not self.start or value == self.start[0]
        self.falling &= not self.end or value < self.end[-1]
        if len(self.start) < 10:
            self.start.append(value)
        self.end.append(value)


# --- Where in the script we are.

TORCH, HERE = os.path.dirname(torch.__file__), os.path.abspath(__file__)


def frames():
    """The frames of others than torch and this file, the innermost first."""
    frame = sys._getframe(1)
    while frame:
        name = frame.f_code.co_filename
        if not name.startswith((TORCH, HERE, "<")) or "ipython" in name:
            yield frame
        frame = frame.f_back


def quietly(method):
    """A mistake in here must not stop or change the script."""

    @functools.wraps(method)
    def guarded(self, *args):
        try:
            with torch.no_grad():
                return method(self, *args)
        except Exception as error:  # told in the report
            self.trouble = f"{method.__name__}: {error!r}"

    return guarded


class _Enough(BaseException):
    """`--steps` are done."""


# --- What torch is asked to tell.

LOSSES = [
    "mse_loss",
    "l1_loss",
    "smooth_l1_loss",
    "huber_loss",
    "cross_entropy",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
]
SHAPES_ONLY = ("View", "Squeeze", "Unsqueeze", "Permute", "Transpose", "TBack")


class _Watch:
    """Watches torch while a script trains."""

    def __init__(self, script=None, limit=None, at_50=None):
        self.script, self.limit, self.at_50 = script, limit, at_50
        self.params, self.optimizers, self.losses = {}, [], {}
        self.of, self.made = weakref.WeakKeyDictionary(), {}
        self.modes = weakref.WeakKeyDictionary()  # called: 1 no_grad, 2 grad
        self.new, self.roots, self.root_ids = [], [], set()
        self.owner, self.cut, self.inputs = {}, {}, []
        self.backwards = self.grads = self.steps = self.depth = 0
        self.too_many = self.scaler = False
        self.clips, self.clip_lines, self.notes = [0, 0, 0], "", {}
        self.bad, self.trouble, self.raised = None, "", None
        self.found, self.empty, self.bn = {}, "", {}
        self.mode_is_new, self.processes = False, 0
        self.wrappers = weakref.WeakSet()

    # How it gets to know.

    @contextmanager
    def watching(self):
        """Tell torch whom to call; afterwards torch is as it was."""
        hooks = [
            register_optimizer_step_pre_hook(self.before_step),
            register_optimizer_step_post_hook(self.after_step),
            nn.modules.module.register_module_forward_pre_hook(self.on_call),
        ]
        clip, old = nn.utils.clip_grad, []
        places = [
            (torch.autograd, "backward", self.backward),
            (torch.autograd, "grad", self.count_grad),
            (Optimizer, "__init__", self.on_made),
            (Optimizer, "zero_grad", self.on_clear),
            (nn.Module, "zero_grad", self.on_clear),
            (nn.Module, "train", self.on_mode),
            (nn.Module, "load_state_dict", self.on_load),
            (lr_scheduler.LRScheduler, "step", self.on_schedule),
            (torch.utils.data.DataLoader, "__iter__", self.on_loader),
            (BaseProcess, "start", self.on_process),
            (DistributedDataParallel, "__init__", self.on_wrapper),
            (torch.amp.GradScaler, "scale", self.on_scale),
            (torch.Tensor, "detach", self.on_detach),
            (clip, "clip_grad_norm_", self.on_clip),
            (nn.utils, "clip_grad_norm_", self.on_clip),
            *((functional, name, self.on_loss) for name in LOSSES),
        ]
        for place, name, watcher in places:
            original = getattr(place, name)
            old.append((place, name, vars(place).get(name)))
            setattr(place, name, self.wrapped(original, watcher))
        try:
            yield self
        finally:
            for place, name, original in old:
                if original is None:  # inherited
                    delattr(place, name)
                else:
                    setattr(place, name, original)
            for hook in hooks:
                hook.remove()

    def wrapped(self, original, watcher):
        @functools.wraps(original)
        def call(*args, **kwargs):
            if torch.compiler.is_compiling():
                return original(*args, **kwargs)
            return watcher(original, *args, **kwargs)

        return call

    def where(self):
        """The script's file and line that we are in."""
        first = None
        for frame in frames():
            first = first or frame
            if frame.f_code.co_filename == self.script:
                first = frame
                break
        if first is None:
            return "?"
        return f"{os.path.basename(first.f_code.co_filename)}:{first.f_lineno}"

    # Modules and tensors.

    def on_call(self, module, args):
        if torch.compiler.is_compiling():
            return
        with suppress(TypeError):  # of a module that cannot be a key
            self.note_call(module, args)

    def note_call(self, module, args):
        known = self.modes.get(module)
        mode = 2 if torch.is_grad_enabled() else 1
        if known is None and len(self.new) < 1000:
            if not self.new:
                self.keep_inputs(args)
            self.new.append(module)
        elif id(module) in self.root_ids:
            self.keep_inputs(args)
        self.mode_is_new &= mode == 2
        if known is None or not known & mode:
            self.modes[module] = (known or 0) | mode

    def on_mode(self, original, module, *args, **kwargs):
        self.mode_is_new = True  # until an evaluation
        return original(module, *args, **kwargs)

    def keep_inputs(self, args):
        self.inputs = [weakref.ref(a) for a in args if torch.is_tensor(a)]

    @quietly
    def settle(self):
        """Learn which of the modules that were called are whole models."""
        if not self.new:
            return
        inner = {id(c) for m in self.new for c in m.modules() if c is not m}
        for root in self.new:
            if id(root) not in inner and id(root) not in self.owner:
                self.add_root(root)
        self.new.clear()

    def add_root(self, root):
        name = type(root).__name__
        # A loss is no model, and some trainers make one anew at each step.
        whole = next(root.parameters(), None) is not None
        if whole and len(self.roots) >= MANY:
            self.too_many = True
            return
        if whole:
            below = {id(module) for module in root.modules()}
            self.roots = [(n, r) for n, r in self.roots if id(r) not in below]
            name = self.name_of(root)
            self.roots.append((name, root))
            self.root_ids = {id(r) for _, r in self.roots}
        for path, module in root.named_modules():
            if whole:
                self.owner[id(module)] = root
            if isinstance(module, nn.modules.batchnorm._NormBase):
                self.bn[f"{name}.{path}"] = [module, 0, None, None, 0]
            if callable(getattr(type(module), "backward", None)):
                kind = type(module).__name__
                self.notes[f"{kind}.backward"] = (
                    f"{kind} is a module with a method backward(), which "
                    "autograd never calls; it belongs to a Function"
                )
            for key, value in vars(module).items():
                if torch.is_tensor(value) and value.is_floating_point():
                    full = ".".join(filter(None, [name, path, key]))
                    self.notes[full] = (
                        f"{full} is a tensor of the module and no parameter: "
                        "no optimizer will be given it"
                    )
        for path, param in root.named_parameters():
            self.param(param).name = f"{name}.{path}"

    def name_of(self, root):
        """What the script calls a module, as `model` or `model.encoder`."""
        for frame in frames():
            values = list(frame.f_locals.items())
            owner = frame.f_locals.get("self")
            values += list(getattr(owner, "__dict__", {}).items())
            for name, value in values:
                if isinstance(value, nn.Module) and name != "self":
                    for path, module in value.named_modules():
                        if module is root:
                            return f"{name}.{path}".rstrip(".")
        return type(root).__name__

    def name_of_tensor(self, tensor):
        for frame in frames():
            for name, value in list(frame.f_locals.items()):
                if value is tensor:
                    return name
        return "a tensor"

    def param(self, param):
        """What is known of a parameter; kept as long as the run lasts."""
        if id(param) not in self.params:
            self.params[id(param)] = _Param(param)
        return self.params[id(param)]

    def on_detach(self, original, tensor):
        early = self.steps < 3 and not self.depth
        # One number is most often a loss that is printed.
        if early and tensor.grad_fn is not None and tensor.numel() > 1:
            self.mark_cut(tensor.grad_fn)
        return original(tensor)

    @quietly
    def mark_cut(self, node):
        """Note the parameters that a detached tensor was computed from."""
        todo, seen, line = [node], set(), self.where()
        while todo and len(seen) < 2000:
            node = todo.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            if hasattr(node, "variable"):
                self.cut[id(node.variable)] = line
            todo += [following for following, _ in node.next_functions]

    @quietly
    def note_load(self, module, state, answer):
        own = module.state_dict(keep_vars=True)
        if own and len(answer.missing_keys) == len(own):
            self.notes["load"] = (
                f"load_state_dict at {self.where()} took 0 of {len(own)} "
                f"tensors: no key fits (the first: {next(iter(state), '')!r})"
            )
        same = [
            key in state and state[key].data_ptr() == value.data_ptr()
            for key, value in own.items()
            if value.numel()
        ]
        if same and all(same):
            self.notes["load"] = (
                f"load_state_dict at {self.where()} copied every tensor onto "
                "itself; keep the best with deepcopy(model.state_dict())"
            )

    def on_load(self, original, module, state, *args, **kwargs):
        answer = original(module, state, *args, **kwargs)
        self.note_load(module, state, answer)
        return answer

    def on_loader(self, original, loader):
        try:
            if len(loader) == 0:
                self.empty = (
                    f"a loader gave 0 batches: {len(loader.dataset)} samples, "
                    f"batch_size={loader.batch_size}, "
                    f"drop_last={loader.drop_last}"
                )
        except Exception:
            pass  # a loader without a length
        return original(loader)

    def on_process(self, original, process):
        self.processes += 1
        return original(process)

    def on_wrapper(self, original, wrapper, *args, **kwargs):
        original(wrapper, *args, **kwargs)
        self.wrappers.add(wrapper)

    # Losses and gradients.

    def find(self, name, seen, line=None):
        if name not in self.found:
            self.found[name] = Finding(name, seen, line or self.where())

    def on_loss(self, original, input, target, *args, **kwargs):
        self.look_at_loss(original.__name__, input, target, args, kwargs)
        return original(input, target, *args, **kwargs)

    @quietly
    def look_at_loss(self, name, input, target, args, kwargs):
        if not (torch.is_tensor(input) and torch.is_tensor(target)):
            return
        if input.requires_grad:
            self.inputs.append(weakref.ref(target))
        a, b = tuple(input.shape), tuple(target.shape)
        if "cross_entropy" not in name:
            whole = kwargs.get("reduction") != "none"
            if whole and a != b and input.numel() == target.numel() > 1:
                table = tuple(torch.broadcast_shapes(a, b))
                if math.prod(table) > input.numel():
                    self.find(
                        "unequal-shapes",
                        f"{name} got predictions of shape {a} and targets of "
                        f"shape {b}, and compared each with each: {table}",
                    )
            return
        node = input.grad_fn
        while node and node.name().startswith(SHAPES_ONLY):
            node = node.next_functions[0][0]
        squashed = "Softmax" if name == "cross_entropy" else "Sigmoid"
        takes_logits = name != "binary_cross_entropy"
        if takes_logits and node and node.name() == f"{squashed}Backward0":
            self.find(
                "softmax-before-cross-entropy",
                f"{name} got the output of a {squashed.lower()}",
            )
        # What is weighted or not reduced may leave out what is out of range.
        weighted = any(map(torch.is_tensor, [*args, kwargs.get("weight")]))
        some = weighted or kwargs.get("reduction") == "none"
        if not self.looks(self.steps) or len(args) > 1:
            return
        if some and name != "cross_entropy":
            return
        if name != "cross_entropy":
            low, high = target.min().item(), target.max().item()
            whole = "0 to 1"
            wrong = low < -1e-3 or high > 1 + 1e-3
        elif not target.is_floating_point() and len(a) != len(b):
            classes = a[1] if len(a) > 1 else a[0]
            ignored = kwargs.get("ignore_index", -100)
            used = target[target != ignored]
            if not used.numel():
                return
            low, high = used.min().item(), used.max().item()
            whole, wrong = f"0 to {classes - 1}", low < 0 or high >= classes
        else:
            return
        if wrong:
            self.find(
                "targets-out-of-range",
                f"{name} got targets from {low:g} to {high:g}; they may be "
                f"{whole}",
            )

    def on_scale(self, original, scaler, outputs):
        if scaler.is_enabled():
            self.scaler = True
        return original(scaler, outputs)

    def count_grad(self, original, *args, **kwargs):
        self.grads += 1
        return original(*args, **kwargs)

    def backward(self, original, tensors, *args, **kwargs):
        if self.depth:  # one inside another, as checkpoint() makes them
            return original(tensors, *args, **kwargs)
        self.before_backward(tensors)
        self.depth += 1
        try:
            original(tensors, *args, **kwargs)
        finally:
            self.depth -= 1
        self.after_backward()

    @quietly
    def before_backward(self, loss):
        self.backwards += 1
        self.settle()
        for o in self.optimizers:
            dirty = [p.grad is g and g._version == v for p, g, v in o.picks]
            o.clean |= not all(dirty)
            o.pending = True
            if len(o.order) < 4:
                o.order += "b"
        if not (torch.is_tensor(loss) and loss.numel() == 1):
            return
        line, value = self.where(), loss.detach().float().item()
        series = self.losses.get(line)
        if series is None and len(self.losses) < MANY:
            series = self.losses[line] = _Losses(line)
        if series:
            series.add(value)
            if series.count in (1, 2, 10):
                self.look_at_graph(loss.grad_fn, line)
        if not math.isfinite(value) and not self.bad and not self.scaler:
            params = [p.param for p in self.params.values()]
            tensors = [ref() for ref in self.inputs]
            if not all(map(is_finite, params)):
                self.bad = ("gradient", self.steps, line)
            elif all(t is None or is_finite(t) for t in tensors):
                self.bad = ("loss", self.steps + 1, line)
            else:
                self.bad = ("input", self.steps + 1, line)

    def look_at_graph(self, node, line):
        """Find a column of predictions minus a row of targets."""
        for _ in range(4):
            if node is None or node.name().startswith(("Sub", "Rsub")):
                break
            if not node.name().startswith(("Mean", "Sum", "Pow", "Abs", "Mul")):
                return
            node = node.next_functions[0][0]
        if not hasattr(node, "_input_metadata"):  # in torch 2.4
            return
        used = [f for f, _ in node.next_functions if f]
        if len(used) != 1 or used[0].name().startswith(("Unsqueeze", "Acc")):
            return
        table = tuple(node._input_metadata[0].shape)
        own = tuple(used[0]._input_metadata[0].shape)
        square = len(table) == 2 and table[0] == table[1] > 1
        if square and own in ((table[0], 1), (table[0],)):
            self.find(
                "unequal-shapes",
                f"predictions of shape {own} minus targets of another "
                f"shape gave {table}: each was compared with each",
                line,
            )

    @quietly
    def after_backward(self):
        if not self.looks(self.backwards):
            return
        for p in self.params.values():
            if not p.reached and p.param.grad is not None:
                p.reached = p.param.requires_grad
        for o in self.optimizers:
            if self.looks(o.steps + 1):
                grads = (p.grad for p in o.params)
                o.fresh = any(g is not None and norm(g) for g in grads)

    def looks(self, count):
        return count <= 20 or count % EVERY == 0

    def on_clear(self, original, owner, *args, **kwargs):
        for o in self.optimizers:
            if o.fresh:
                o.zero_line = self.where()
        return original(owner, *args, **kwargs)

    def on_clip(self, original, parameters, max_norm, *args, **kwargs):
        if not torch.is_tensor(parameters):
            # Read once, as it may be an iterator; one that is empty goes on.
            listed = list(parameters)
            parameters = listed or parameters
            none = all(p.grad is None for p in listed)
        else:
            none = parameters.grad is None
        total = original(parameters, max_norm, *args, **kwargs)
        self.note_clip(total, float(max_norm), none)
        return total

    @quietly
    def note_clip(self, total, limit, none):
        self.clips[0] += 1
        self.clips[1] += none
        self.clips[2] += not none and total.item() * 1e-6 > limit
        self.clip_lines = (self.where(), limit, total.item())

    # Optimizers.

    def on_made(self, original, optimizer, *args, **kwargs):
        original(optimizer, *args, **kwargs)
        self.note_made(optimizer)

    @quietly
    def note_made(self, optimizer):
        held = {id(p) for g in optimizer.param_groups for p in g["params"]}
        models = []
        for frame in islice(frames(), 5):
            values = list(frame.f_locals.values())
            owner = frame.f_locals.get("self")
            values += list(getattr(owner, "__dict__", {}).values())
            for model in values:
                if isinstance(model, nn.Module) and len(models) < 4:
                    names = {n: id(p) for n, p in model.named_parameters()}
                    if held & set(names.values()):
                        models.append((model, names))
        line = self.where()
        self.made[line] = self.made.get(line, 0) + 1
        if len(self.optimizers) < MANY:
            self.add_optimizer(optimizer, line, models)
        else:
            self.too_many = True

    def add_optimizer(self, optimizer, line, models=()):
        o = self.of[optimizer] = _Steps(optimizer, line, models)
        self.optimizers.append(o)
        self.refresh(o, optimizer)
        return o

    def refresh(self, o, optimizer):
        """Read which parameters the optimizer holds now."""
        o.params = [p for g in optimizer.param_groups for p in g["params"]]

    @quietly
    def before_step(self, optimizer, args, kwargs):
        o = self.of.get(optimizer)
        if o is None and len(self.optimizers) < MANY:
            o = self.add_optimizer(optimizer, self.where())
        if o is None:
            self.too_many = True
            return
        self.settle()
        self.refresh(o, optimizer)
        looks = self.looks(o.steps + 1)
        for p in o.params if looks else ():
            seen = self.param(p)
            seen.held = True
            seen.name = seen.name or self.name_of_tensor(p)
        o.before = {id(p): sample(p) for p in o.params} if looks else {}
        o.had = {id(p) for p in o.params if p.grad is not None}
        full = (p.grad is not None and norm(p.grad) > 0 for p in o.params)
        o.given = looks and any(full)
        o.closure = any(map(callable, [*args, *kwargs.values()]))
        o.frozen = {
            id(p): p.detach().clone()
            for p in o.params
            if not p.requires_grad and p.grad is not None
        }
        if o.order.endswith("bs"):  # backward, scheduler, and now the step
            o.misordered += 1
        # Several before the first step are those of a run that is resumed.
        o.early += o.order.count("s") == 1 and not o.steps
        o.order = ""

    def after_step(self, optimizer, args, kwargs):
        o = self.of.get(optimizer)
        if o is None:
            return
        self.note_step(o, optimizer)
        if self.at_50 and self.steps == 50:
            self.at_50(self)
        if self.limit and self.steps >= self.limit:
            raise _Enough

    @quietly
    def note_step(self, o, optimizer):
        self.steps += 1
        o.steps += 1
        no_lr = all(g.get("lr", 1) == 0 for g in optimizer.param_groups)
        o.no_lr = o.no_lr + 1 if no_lr else 0
        self.note_modes(o)
        if o.picks and o.pending:
            if o.clean:
                o.clean_rounds += 1
            else:
                o.dirty_rounds += any(g._version > v for _, g, v in o.picks)
        o.picks, o.clean, o.pending = [], False, False
        for p in o.params:
            if id(p) in o.frozen and not torch.equal(p, o.frozen[id(p)]):
                self.param(p).frozen_moved = True
        o.frozen = {}
        if self.looks(o.steps):
            self.look_at_step(o)
            full = [p for p in o.params if p.grad is not None and norm(p.grad)]
            full.sort(key=torch.numel)
            o.picks = [(p, p.grad, p.grad._version) for p in full[:3]]
        o.fresh = False

    def look_at_step(self, o):
        o.looked += 1
        none, zero = True, True
        for p in o.params:
            seen = self.param(p)
            seen.looked += 1
            if p.grad is None:
                seen.none += id(p) not in o.had
                continue
            length, none = norm(p.grad), False
            zero &= length == 0
            seen.norms = [seen.norms[0] if seen.norms else length, length]
            if not math.isfinite(length) and not self.bad and not self.scaler:
                self.bad = ("gradient", self.steps, self.where())
        zero &= not o.given
        if zero and o.closure:
            o.looked -= 1  # such a step may clear what it made
        else:
            o.none += none and not o.had
            o.zero += zero and not none
            o.cleared += zero and o.fresh
        if o.before and len(o.before) == len(o.params):
            moves = [norm(sample(p) - o.before[id(p)]) for p in o.params]
            lengths = [norm(o.before[id(p)]) for p in o.params]
            length = math.hypot(*lengths)
            o.relative.append(math.hypot(*moves) / length if length else 0)
            o.length = [o.length[0] if o.length else length, length]
        o.before = {}

    def note_modes(self, o):
        held = {id(p) for p in o.params}
        for entry in self.bn.values():
            module, still = entry[0], entry[1]
            own = list(module.parameters(recurse=False))
            if own and not any(p.requires_grad for p in own):
                if entry[2] is None and module.running_mean is not None:
                    entry[2] = module.running_mean.clone()
                    entry[3] = [p.detach().clone() for p in own]
                entry[1] = still + 1
            else:
                # Frozen for a while only, as a critic while its maker learns.
                entry[1:] = [0, None, None, entry[4] + bool(still)]
        for root in {id(r): r for _, r in self.roots}.values():
            if not any(id(p) in held for p in root.parameters()):
                continue
            modal = [m for m in root.modules() if has_modes(m)]
            if not modal:
                continue
            if root.training or any(m.training for m in modal):
                o.trained, o.evaluated = o.trained + 1, 0
            elif o.trained and not self.mode_is_new:
                o.evaluated += 1

    def on_schedule(self, original, scheduler, *args, **kwargs):
        optimizer = getattr(scheduler, "optimizer", None)
        o = self.of.get(optimizer) if optimizer is not None else None
        if o and getattr(scheduler, "_step_count", 0) > 0:
            o.scheduled += 1
            if len(o.order) < 4:
                o.order += "s"
            o.order_line = o.order_line or self.where()
        return original(scheduler, *args, **kwargs)


def has_modes(module):
    """Whether it does something else in training mode."""
    if isinstance(module, nn.modules.dropout._DropoutNd):
        return module.p > 0
    return isinstance(module, nn.modules.batchnorm._NormBase) and (
        module.track_running_stats
    )


# --- What it means: causes before their consequences.


def named(params):
    names = [p.name for p in params]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def judge(w):
    """The findings; each has a reason that a good script cannot give."""
    found = dict(w.found)

    def find(name, seen, line):
        found.setdefault(name, Finding(name, seen, line))

    stepped = [o for o in w.optimizers if o.looked]
    known = list(w.params.values())
    first_line = next((o.line for o in w.optimizers), "?")
    unheld = [
        p for p in known if p.reached and not p.held and p.moved() == 0
    ]  # gets gradients, and nothing moves it
    computed = w.backwards + w.grads
    if w.optimizers and not computed and not w.raised:
        given = any(o.none < o.looked for o in stepped)
        if not given and (w.empty or any(o.steps > 1 for o in stepped)):
            steps = sum(o.steps for o in stepped)
            seen = f"{steps} steps, and backward() was not called once"
            seen += f"; {w.empty}" if w.empty else ""
            find("never-backward", seen, first_line)
    if w.backwards > 2 and not w.raised and not w.scaler and not w.steps:
        ours = {id(p) for o in w.optimizers for p in o.params}
        got = [p for p in known if p.reached and id(p.param) in ours]
        if got and all(p.moved() == 0 for p in got):
            seen = f"backward() ran {w.backwards} times, step() never"
            find("never-stepped", seen, first_line)
    for o in stepped:
        judge_links(w, o, unheld, computed, find)
    frozen = [p for p in known if p.frozen_moved]
    if frozen:
        seen = f"{named(frozen)} requires no gradient, and step() moved it"
        find("frozen-but-moving", seen, stepped[0].line)
    judge_buffers(w, stepped, find)
    for o in stepped:
        judge_order(w, o, find)
    cause = found.keys() & {"gradients-accumulate", "never-stepped"}
    if not cause and not w.scaler:
        judge_numbers(w, stepped, known, find)
    judge_stillness(w, stepped, found, find)
    return list(found.values())


def judge_links(w, o, unheld, computed, find):
    """Loss, parameter, optimizer: what is not tied."""
    if o.cleared == o.looked > 1 and not w.clips[0]:
        seen = f"at each of {o.looked} steps the gradients were gone"
        find("cleared-before-step", seen, o.zero_line or o.line)
        return
    if not w.too_many:
        for model, names in o.models:
            judge_replaced(model, names, o, unheld, find)
    idle = o.none == o.looked > 1 and computed
    if idle and unheld and not w.too_many:
        ours = {id(p) for p in o.params}
        used = {id(p) for _, r in w.roots for p in r.parameters()}
        name = "not-in-optimizer" if ours & used else "stale-optimizer"
        seen = (
            f"none of the {len(ours)} tensors that {o.kind} holds got a "
            f"gradient, and no optimizer holds {named(unheld)}, which did"
        )
        find(name, seen, o.line)
    elif idle:
        seen = f"no parameter of {o.kind} got a gradient in {o.steps} steps"
        find("no-gradient", seen, o.line)
    elif o.none < o.looked:
        judge_cut(w, o, find)
    zero = o.zero + o.none == o.looked > 1 and o.zero > 1
    if w.clips[0] and w.clips[2] == w.clips[0] - w.clips[1] > 1:
        line, limit, total = w.clip_lines
        seen = f"gradients of length {total:.3g} were cut to {limit:.3g}"
        if all(w.param(p).moved() < 1e-4 for p in o.params):
            find("clipped-to-nothing", seen, line)
    elif zero and not o.cleared and any(any(s.end) for s in w.losses.values()):
        # A loss of exactly 0 would have nothing left to learn.
        seen = f"each gradient was exactly 0 at all {o.looked} steps looked at"
        find("zero-gradient", seen, o.line)


def judge_replaced(model, names, o, unheld, find):
    """Compare a model with what it was when the optimizer was made."""
    ours = {id(p) for p in o.params}
    whole = set(names.values()) <= ours
    now = dict(model.named_parameters())
    for seen in unheld:
        path = next((n for n, p in now.items() if p is seen.param), None)
        if path in names and names[path] in ours:
            said = f"{seen.name} is not the tensor that {o.kind} was given"
            find("stale-optimizer", said, o.line)
        elif path and whole and path not in names:
            said = (
                f"{seen.name} gets gradients and did not exist yet when "
                f"{o.kind} was given all {len(names)} parameters"
            )
            find("not-in-optimizer", said, o.line)


def judge_cut(w, o, find):
    """Parameters that others leave behind, though they take part."""
    cut = []
    for p in o.params:
        seen = w.param(p)
        if not p.requires_grad or seen.none < seen.looked or seen.moved():
            continue
        owners = [
            w.modes.get(m, 0)
            for _, root in w.roots
            for m in root.modules()
            if any(q is p for q in m._parameters.values())
        ]
        if id(p) in w.cut or (owners and set(owners) == {1}):
            cut.append(seen)
    if cut:
        line = w.cut.get(id(cut[0].param))
        how = "detach() cuts them off" if line else "they run under no_grad"
        seen = f"{named(cut)}: .grad is None at each step; {how}"
        find("no-gradient", seen, line or o.line)


def judge_buffers(w, stepped, find):
    """Batch norms that are frozen, and still average over each batch."""
    held = {id(p): p.requires_grad for o in stepped for p in o.params}
    for name, (module, still, mean, own, thawed) in w.bn.items():
        if still < 5 or thawed or mean is None:
            continue
        if torch.equal(mean, module.running_mean):
            continue
        now = module.parameters(recurse=False)
        if not all(map(torch.equal, now, own)):
            continue  # a copy that follows another model
        root = w.owner.get(id(module))
        below = list(root.parameters()) if root else []
        trained = any(held.get(id(p)) for p in below)
        before = any(id(p) in held for p in module.parameters(recurse=False))
        if trained or before:
            seen = f"{name}.running_mean moves, and its parameters are frozen"
            find("frozen-but-moving", seen, stepped[0].line)


def judge_order(w, o, find):
    """Lines of the loop that are missing or stand in another order."""
    if o.dirty_rounds > 2 and not o.clean_rounds:
        seen = f"no gradient was cleared between any of {o.steps} steps"
        find("gradients-accumulate", seen, o.line)
    late = o.scheduled > 1 and o.early and "s" not in o.order
    if (o.misordered > 1 and o.misordered >= o.scheduled - 1) or late:
        seen = f"{o.scheduled} times, and the first lr was left out"
        find("scheduler-order", seen, o.order_line)
    if o.trained and o.evaluated >= 5 and o.evaluated * 5 > o.steps:
        seen = f"{o.trained} steps in training mode, then {o.evaluated} in eval"
        find("eval-while-training", seen, o.line)


def judge_numbers(w, stepped, known, find):
    """Losses that grow, and what is nan."""
    series = list(w.losses.values())
    alone = len(series) == 1 and len(stepped) == 1 and series[0].count > 9
    s, o = (series[0], stepped[0]) if alone else (None, None)
    with_grad = [p for p in known if p.param.requires_grad]
    broken = [p for p in with_grad if p.held and not p.finite()]
    if alone and len(o.length) == 2:
        top = max(map(abs, s.start))
        end = [abs(v) for v in s.end]
        finite = [v for v in end if math.isfinite(v)]
        grown = o.length[1] > 10 * o.length[0] > 0
        if finite and finite[-1] > 1000 * top and (grown or broken):
            seen = f"the loss went from {s.start[0]:.3g} to {finite[-1]:.3g}"
            find("diverging", seen, s.line)
            return
    if broken:
        what, step, line = w.bad or ("gradient", w.steps, "?")
        seen = f"{named(broken)} not finite; first the {what}, at step {step}"
        find("non-finite", seen, line)
        return
    if alone and o.steps > 20 and len(o.relative) == 20 and s.count > 20:
        large = sorted(o.relative)[10]
        first, last = sorted(s.start)[5], sorted(s.end)[5]
        if large > 0.5 and last > 2 * first > 0:
            seen = (
                f"a step moves the parameters by {large:.0%} of their length, "
                f"and the loss went from {first:.3g} to {last:.3g}"
            )
            find("steps-too-large", seen, s.line)


def judge_stillness(w, stepped, found, find):
    """Steps that come to nothing."""
    for o in stepped:
        if o.no_lr >= 10 and o.no_lr * 2 >= o.steps:
            seen = f"the learning rate was 0 in the last {o.no_lr} steps"
            find("steps-too-small", seen + f" of {o.steps}", o.line)
        elif o.steps >= 20 and not found and not o.none and not o.zero:
            still = all(w.param(p).moved() == 0 for p in o.params)
            # A run that begins at the minimum has no gradient to speak of.
            pulled = any(
                w.param(p).norms[-1:] > [1e-3 * norm(w.param(p).first)]
                for p in o.params
            )
            if still and pulled and not any(o.relative):
                seen = f"no digit of a parameter changed in {o.steps} steps"
                find("steps-too-small", seen, o.line)
    series = list(w.losses.values())
    if found or len(stepped) != 1 or len(series) != 1 or not o.relative:
        return
    s = series[0]
    # At the end they are at most that one step away from where they began.
    moves = [norm(sample(p) - w.param(p).first) for p in o.params]
    last = o.relative[-1] * o.length[-1]
    if s.constant and s.count >= 10 and math.hypot(*moves) < 1.5 * last:
        seen = f"{s.start[0]:.6g} in all digits, {s.count} times, and the "
        find("loss-constant", seen + "weights are one step away", s.line)


# --- What is told.


def notes(w, found):
    """What may be on purpose: it does not change the exit status."""
    told = list(w.notes.values())
    if w.clips[1]:
        told.append(
            f"clip_grad_norm_ at {w.clip_lines[0]} saw no gradient "
            f"{w.clips[1]} of {w.clips[0]} times: is its list used up?"
        )
    told_of = {f.name for f in found}
    if not told_of & {"stale-optimizer", "not-in-optimizer"}:
        left = [p for p in w.params.values() if p.reached and not p.held]
        left = [p for p in left if p.param.requires_grad and not p.moved()]
        if left and w.steps:
            told.append(f"no optimizer holds {named(left)}; on purpose?")
    if "no-gradient" not in told_of:
        none = [p for p in w.params.values() if p.none == p.looked > 1]
        none = [p for p in none if p.held and p.param.requires_grad]
        if none and w.backwards:
            told.append(f"{named(none)} got no gradient at any step")
    for wrapper in w.wrappers:
        ours = {id(p) for p in wrapper.parameters()}
        reached = any(p.reached for i, p in w.params.items() if i in ours)
        if reached and wrapper not in w.modes:
            told.append(
                "DistributedDataParallel was made and not called, so gradients "
                "are not averaged: call the wrapper, not its .module"
            )
    for o in w.optimizers:
        ran_out = 0 < o.no_lr < o.steps
        if ran_out and "steps-too-small" not in told_of:
            told.append(f"lr was 0 in the last {o.no_lr} of {o.steps} steps")
    if w.trouble:
        told.append(f"check_connection itself failed in {w.trouble}")
    return told


class Report:
    """What was seen: rows of parameters, findings, notes."""

    def __init__(self, w):
        with torch.no_grad():
            w.settle()
            self.findings = judge(w)
            self.notes = notes(w, self.findings)
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
        self.steps, self.why = w.steps, ""
        error = w.raised
        if error is not None:
            self.why = f"{type(error).__name__}: {error}".splitlines()[0]
            for part, name in MESSAGES.items():
                if part in str(error):
                    self.why += f"\n  likely case: {name} ({CASES[name][0]})"
        elif not w.backwards + w.grads and not self.findings:
            self.why = "no backward() came"
            if w.processes:
                self.why += (
                    "; the script started processes of its own, which are not "
                    "watched: put `with watch(model):` into what they run"
                )

    @property
    def status(self):
        """The exit status."""
        return 2 if self.why else int(bool(self.findings))

    def __str__(self):
        wide = max([9, *(len(r["parameter"]) for r in self.rows)])
        lines = [
            f"check_connection: {self.steps} steps",
            f"{'parameter':{wide}}  {'shape':9}  reached  |gradient|"
            "         held  moved",
        ]
        for r in self.rows:
            size = " -> ".join(f"{g:.1e}" for g in r["gradient"]) or "-"
            shape = "×".join(map(str, r["shape"])) or "()"
            reached, held = (
                "yes" if r[key] else "-" for key in ("reached", "held")
            )
            moved = f"{r['moved']:.1e}" if r["moved"] else "-"
            lines.append(
                f"{r['parameter']:{wide}}  {shape:9}  {reached:7}  {size:18}"
                f"  {held:4}  {moved}"
            )
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
            {**f._asdict(), "cause": CASES[f.name][0], "page": CASES[f.name][1]}
            for f in self.findings
        ]
        return json.dumps(
            {
                "status": self.status,
                "steps": self.steps,
                "findings": found,
                "notes": self.notes,
                "parameters": self.rows,
                "not examined": self.why,
            }
        )


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


def run(script, arguments=(), steps=None, at_50=None):
    """Run a script as `python script` would, watched; the report."""
    path = os.path.abspath(script)
    old = sys.argv, sys.path[:], os.getcwd()
    w = _Watch(path, steps, at_50)
    try:
        sys.argv = [path, *arguments]
        sys.path.insert(0, os.path.dirname(path))
        os.chdir(os.path.dirname(path))
        with w.watching():
            runpy.run_path(path, run_name="__main__")
    except (_Enough, KeyboardInterrupt):
        pass
    except SystemExit as end:
        w.raised = end if end.code else None
    except Exception as error:
        w.raised = error
    finally:
        sys.argv, sys.path[:] = old[:2]
        os.chdir(old[2])
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
        print(asked.explain, *CASES[asked.explain], sep="\n  ")
        return 0
    if not asked.script:
        ask.print_help()
        return 2

    def at_50(w):
        for finding in judge(w):
            print(f"after 50 steps: {finding.name}", file=sys.stderr)

    report = run(asked.script, asked.arguments, asked.steps, at_50)
    print(report.json() if asked.json else report)
    return report.status


if __name__ == "__main__":
    sys.exit(main())
