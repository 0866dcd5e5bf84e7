"""Run your training script, and say where loss and parameters are cut off."""

# python check_connection.py my_script.py [its arguments]
#
# or `with watch(model): ...` around a loop, or `assert not check(train)` in a
# test. It writes no file and sends nothing, and your results stay the same to
# the last bit. Needs torch 2.4 or newer. Exit status: 0 no finding, 1 findings,
# 2 the script could not be examined.
#
# To review it, read `_Watch.watching`, `put` and `hear`, which alone put
# something into torch, and `run`, which alone runs your script. Each mistake is
# a function of its own that can be read without the others: it asks to be told
# of some calls (`@w.before`, `@w.after`, `@w.on`), notes what it needs of them,
# and says at the end what it means (`@w.tell`).

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
from itertools import chain, islice
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
    "clipped-to-nothing": ("training_loop", "the clipping limit is too small"),
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
        "a nan in the data, an infinite slope, or a large lr"),
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
        "not_learning/shape_and_type", "labels from 1, or targets of -1 and 1"),
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
    "Expected more than 1 value per channel": "not_learning/state",
    "optimizer got an empty parameter list": "not_learning/unheld",
    "can't optimize a non-leaf Tensor": "not_learning/unheld",
    "all elements of input should be between": "not_learning/wrong_loss",
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


def finding(name, seen, line):
    """A finding, with what is known of its case."""
    return Finding(name, seen, line, *CASES[name])


# --- Records: of a parameter, of an optimizer, of a line with backward().

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
        self.reached = self.held = False
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

    def __init__(self, optimizer, line):
        self.kind, self.line = type(optimizer).__name__, line
        self.n = Counter()  # its steps, and how many of them were of a kind
        self.params = [p for g in optimizer.param_groups for p in g["params"]]
        self.before = {}  # the values before the step, if it is looked at
        self.picks = []  # some gradients after the last step, with versions
        self.since = ""  # it: b for backward(), s for a scheduler's step
        self.fresh = False  # whether a gradient came since then
        self.relative = deque(maxlen=20)  # how far a step goes
        self.longest = 0  # the farthest of all
        self.length = []  # of all its parameters together, first and last

    def every(self, kind):
        """Whether all its steps that were looked at, two or more, were so."""
        return self.n[kind] == self.n["looked"] > 1

    def changed(self):
        """Whether what was left of a gradient is no longer what it was."""
        return any(p.grad is not g or g._version > v for p, g, v in self.picks)


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
            parts = [value.named_modules, value.named_parameters]
            for path, part in chain(*(named(prefix=name) for named in parts)):
                if part is thing:
                    return path
    return "a tensor" if torch.is_tensor(thing) else type(thing).__name__


# --- The watch: it alone puts something into torch.

inside_backward = torch._C._current_graph_task_id  # -1: we are in none


def adds_to(told):
    """A decorator that adds the function to a list."""

    def add(function):
        told.append(function)
        return function

    return add


class _Enough(BaseException):
    """`--steps` are done."""


class _Watch:
    """Watches torch while a script trains, and tells the mistakes below."""

    def __init__(self, script=None, limit=0):
        self.script, self.limit = script, limit
        self.asked = defaultdict(lambda: ([], []))  # by torch's function
        self.events, self.tells = defaultdict(list), []
        self.n = Counter()  # calls, by what was called
        self.found, self.notes = {}, {}  # seen already, while it ran
        self.params, self.losses = {}, {}  # by id, and by line
        self.optimizers, self.of = [], weakref.WeakKeyDictionary()
        self.roots, self.new = {}, {}  # models, by id; and those to look into
        self.inside = set()  # the ids of the roots, and of what is in them
        self.modes = defaultdict(set)  # by id: called with gradients, without
        self.inputs = deque(maxlen=8)  # weak references, of the last ones
        self.classes = 0  # that a loss tells apart
        self.bad = self.raised = self.clip = None
        self.busy = self.too_many = self.scaler = False
        self.trouble = ""
        self.before(torch.autograd, "backward")(self.before_backward)
        self.after(torch.autograd, "backward")(self.after_backward)
        for mistake in MISTAKES:
            mistake(self)

    # What a mistake can ask for.

    def before(self, place, name):
        """Tell a function of each call of one of torch's, before it."""
        return adds_to(self.asked[place, name][0])

    def after(self, place, name):
        """Tell a function of each call of one of torch's, and its result."""
        return adds_to(self.asked[place, name][1])

    def on(self, event):
        """Tell a function of what happens, by one of these names.

        module: a module is met, with its path and its model. call: a module is
        called in a mode for the first time. backward: backward() begins.
        graph: of a loss, at some times, with its line. step, stepped: before
        and after an optimizer's step.
        """
        return adds_to(self.events[event])

    def tell(self, function):
        """At the end, let a function say what it found, or what it notes."""
        self.tells.append(function)

    def tell_each(self, function):
        """The same, of each optimizer of which a step was looked at."""

        def tell(found):
            for o in self.stepped():
                yield from function(o, found)

        self.tells.append(tell)

    def count(self, what):
        return lambda *args, **kwargs: self.n.update([what])

    def find(self, name, seen, line=None):
        """Keep a finding at once, while the script runs."""
        found = finding(name, seen, line or self.where())
        self.found.setdefault(name, found)

    def where(self):
        """The script's file and line that we are in."""
        own = (f for f in frames() if f.f_code.co_filename == self.script)
        frame = next(own, None) or next(frames(), None)
        if frame is None:
            return "?"
        return f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"

    # How torch is asked.

    @contextmanager
    def watching(self):
        """Ask torch to tell of each call; afterwards it is as it was."""
        hooks = {
            register_optimizer_step_pre_hook: self.before_step,
            register_optimizer_step_post_hook: self.after_step,
            register_module_forward_pre_hook: self.on_call,
        }
        with ExitStack() as stack:
            for register, told in hooks.items():
                stack.callback(register(partial(self.hear, [told])).remove)
            for (place, name), told in self.asked.items():
                stack.enter_context(self.put(place, name, *told))
            yield self

    def put(self, place, name, early, late):
        """Let a function of torch tell of each call, before and after it."""
        original = getattr(place, name)

        @wraps(original)
        def call(*args, **kwargs):
            self.hear(early, *args, **kwargs)
            result = original(*args, **kwargs)
            self.hear(late, result, *args, **kwargs)
            return result

        return mock.patch.object(place, name, call)

    def hear(self, told, *args, **kwargs):
        """Call functions; their mistakes neither stop nor change the script."""
        if torch.compiler.is_compiling() or self.busy or not told:
            return
        self.busy, self.with_grad = True, torch.is_grad_enabled()
        try:
            with torch.no_grad():
                for function in told:
                    function(*args, **kwargs)
        except Exception as error:  # told in the report
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            self.trouble = f"line {line}: {error!r}"
        finally:
            self.busy = False

    def emit(self, event, *args):
        for function in self.events[event]:
            function(*args)

    # Models: which were called, and how their parameters are called.

    def on_call(self, module, args):
        self.n["train"] *= self.with_grad  # since the last evaluation
        if not (module._parameters or module._modules):
            # A loss, perhaps one that is made anew at each step.
            self.emit("call", module)
            return
        if id(module) in self.roots or not self.new:
            self.inputs += [weakref.ref(a) for a in args if torch.is_tensor(a)]
        if self.with_grad not in self.modes[id(module)]:
            for thing in (module, *module._parameters.values()):
                self.modes[id(thing)].add(self.with_grad)
            self.emit("call", module)
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
        self.roots[id(root)] = root
        for path, module in root.named_modules(prefix=name):
            if module is not root:  # it was called by itself before
                self.roots.pop(id(module), None)
            self.inside.add(id(module))
            self.emit("module", path, module, root)
        for path, param in root.named_parameters(prefix=name):
            self.param(param, path).name = path

    def param(self, param, name=""):
        """What is known of a parameter; kept as long as the run lasts."""
        if id(param) not in self.params:
            self.params[id(param)] = _Param(param, name or name_of(param))
        return self.params[id(param)]

    def stepped(self):
        """The optimizers of which a step was looked at."""
        return [o for o in self.optimizers if o.n["looked"]]

    def of_it(self, o):
        """What is known of an optimizer's parameters."""
        known = (self.params.get(id(p)) for p in o.params)
        return [p for p in known if p]

    # Losses and gradients.

    def before_backward(self, tensors, *args, **kwargs):
        if inside_backward() != -1:
            return  # one inside another, as checkpoint() makes them
        self.settle()
        self.n["backward"] += 1
        self.emit("backward")
        for o in self.optimizers:
            o.since = f"{o.since}b"[:4]
        if torch.is_tensor(tensors) and tensors.numel() == 1:
            self.note_loss(tensors, tensors.float().item(), self.where())

    def note_loss(self, loss, value, line):
        if line not in self.losses and len(self.losses) < MANY:
            self.losses[line] = _Losses(line)
        if line in self.losses:
            self.losses[line].add(value)
            if loss.grad_fn and self.losses[line].count in (1, 2, 10):
                self.emit("graph", loss.grad_fn, line)
        if not (math.isfinite(value) or self.bad or self.scaler):
            inputs = (ref() for ref in self.inputs)
            what, step = "loss", self.n["steps"] + 1
            if not all(a is None or is_finite(a) for a in inputs):
                what = "input"
            if not all(is_finite(p.param) for p in self.params.values()):
                what, step = "gradient", step - 1
            self.bad = what, step, line

    def after_backward(self, *args, **kwargs):
        if inside_backward() != -1 or not looks(self.n["backward"]):
            return
        for p in self.params.values():
            p.reached |= p.param.requires_grad and p.param.grad is not None
        for o in self.optimizers:
            if looks(o.n["steps"] + 1):
                grads = (p.grad for p in o.params)
                o.fresh = any(g is not None and norm(g) for g in grads)

    # Steps.

    def add_optimizer(self, optimizer):
        if len(self.optimizers) >= MANY:
            self.too_many = True
            return None
        o = self.of[optimizer] = _Steps(optimizer, self.where())
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
        o.closure = any(map(callable, [*args, *kwargs.values()]))
        if looks(o.n["steps"]):
            for p in o.params:
                self.param(p).held = True
                o.before[id(p)] = sample(p)
            if not o.closure:
                self.look_at_gradients(o)
        self.emit("step", o)
        o.since = ""

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
        self.emit("stepped", o)
        o.picks, o.fresh = [], False
        if o.before:
            self.measure(o)
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


# --- Mistakes. Each function tells findings, for a reason that a good script
# cannot give; or a note, a plain sentence, of what may be on purpose.


def named(params):
    names = [p.name for p in params]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def loop(w):
    """What a loop calls: never-backward, never-stepped."""
    empty = []

    @w.before(torch.utils.data.DataLoader, "__iter__")
    def on_loader(loader):
        with suppress(TypeError):  # of one without a length
            if len(loader) == 0:
                said = f"{len(loader.dataset)} samples, batch_size="
                said += f"{loader.batch_size}, drop_last={loader.drop_last}"
                empty[:] = [f"; a loader gave 0 batches: {said}"]

    w.before(torch.autograd, "grad")(w.count("grad"))
    w.before(BaseProcess, "start")(w.count("process"))

    @w.tell
    def tell(found):
        backwards = w.n["backward"]
        given = any(o.n["none"] < o.n["looked"] for o in w.optimizers)
        called = backwards + w.n["grad"] or given or w.raised
        for o in w.optimizers:
            steps = o.n["steps"]
            if not called and (empty or steps > 1):
                seen = f"{steps} steps, and backward() was not called once"
                yield finding("never-backward", seen + "".join(empty), o.line)
            got = [p for p in w.of_it(o) if p.reached]
            never = not (w.n["steps"] or w.raised or w.scaler)
            moved = any(p.moved() for p in got)
            if never and backwards > 2 and got and not moved:
                seen = f"backward() ran {backwards} times, step() never"
                yield finding("never-stepped", seen, o.line)
            rare = len(w.optimizers) == 1 and steps and not o.closure
            if rare and backwards >= 8 * steps and backwards >= 16:
                seen = f"backward() ran {backwards} times, step() {steps} times"
                yield f"{seen}: on purpose, or should step() stand further in?"


def holding(w):
    """What an optimizer holds: stale-optimizer, not-in-optimizer."""
    made = {}  # the models that are there when an optimizer is made

    @w.after(Optimizer, "__init__")
    def on_made(_, optimizer, *args, **kwargs):
        o, models = w.add_optimizer(optimizer), {}
        held = set(map(id, o.params)) if o else set()
        for _, model in values(deep=5):
            if isinstance(model, nn.Module) and len(models) < 4:
                names = {n: id(p) for n, p in model.named_parameters()}
                if held & set(names.values()):
                    models[id(model)] = (model, names)
        made[o] = list(models.values())

    def unheld():
        """Parameters that get gradients, and that nothing moves."""
        known = w.params.values()
        return [p for p in known if p.reached and not p.held and not p.moved()]

    def replaced(o, others):
        """Those of models that are not what they were."""
        ours = set(map(id, o.params))
        for model, names in made.get(o, ()):
            now = {id(p): name for name, p in model.named_parameters()}
            for p in others:
                path = now.get(id(p.param))
                if names.get(path) in ours:
                    seen = f"{p.name} is not the tensor that {o.kind} was given"
                    yield finding("stale-optimizer", seen, o.line)
                elif path and path not in names and ours >= set(names.values()):
                    seen = f"{p.name} was not there when {o.kind} was given all"
                    yield finding("not-in-optimizer", seen, o.line)

    def ungiven(o, others):
        """The optimizer, if none of its parameters got a gradient."""
        if not o.every("none") or o.every("gone"):
            return
        roots, ours = w.roots.values(), set(map(id, o.params))
        used = {id(p) for root in roots for p in root.parameters()}
        steps = o.n["steps"]
        seen = f"no parameter of {o.kind} got a gradient in {steps} steps"
        if not others or w.too_many:
            yield finding("no-gradient", seen, o.line)
        else:
            name = "not-in-optimizer" if ours & used else "stale-optimizer"
            yield finding(name, f"{seen}, and {named(others)} did", o.line)

    @w.tell
    def tell(found):
        others, stepped = unheld(), w.stepped()
        if not w.too_many:
            for o in stepped:
                yield from replaced(o, others)
        if w.n["backward"] + w.n["grad"]:
            for o in stepped:
                yield from ungiven(o, others)
        left = [p for p in others if p.param.requires_grad]
        told = {"stale-optimizer", "not-in-optimizer"} & found.keys()
        # What a script that raised made, and did not come to use, is not known.
        if left and w.n["steps"] and not (told or w.raised):
            yield f"no optimizer holds {named(left)}; on purpose?"


def cut(w):
    """Parameters that take part, and get nothing: no-gradient."""
    lines = {}  # of a detach() behind a parameter, by its id

    @w.before(torch.Tensor, "detach")
    def on_detach(tensor):
        # One number is most often a loss that is printed.
        early = w.n["steps"] < 3 and inside_backward() == -1
        if early and tensor.grad_fn is not None and tensor.numel() != 1:
            lines.update(dict.fromkeys(leaves(tensor.grad_fn)[0], w.where()))

    @w.tell_each
    def tell(o, found):
        called = w.n["backward"] + w.n["grad"]
        if not called or o.n["none"] == o.n["looked"]:
            return
        none = [p for p in w.of_it(o) if p.none == p.looked]
        none = [p for p in none if p.param.requires_grad]
        moved = [p for p in none if p.looked > 1 and p.moved()]
        if moved:
            yield f"{named(moved)} moved without a gradient: by weight decay?"
        none = [p for p in none if not p.moved()]
        off = [p for p in none if id(p.param) in lines]
        off = off or [p for p in none if w.modes[id(p.param)] == {False}]
        if off:
            line = lines.get(id(off[0].param))
            how = "detach() cut them off" if line else "they ran under no_grad"
            seen = f"{named(off)}: .grad is None at each step; {how}"
            yield finding("no-gradient", seen, line or o.line)
        elif none and none[0].looked > 1:
            yield f"{named(none)} got no gradient at any step"


def clearing(w):
    """When gradients go: cleared-before-step, gradients-accumulate."""
    cleared, lines = set(), {}

    @w.before(nn.Module, "zero_grad")
    @w.before(Optimizer, "zero_grad")
    def on_clear(owner, *args, **kwargs):
        lines.update((o, w.where()) for o in w.optimizers if o.fresh)

    @w.on("backward")
    def on_backward():
        cleared.update(o for o in w.optimizers if o.changed())

    @w.on("stepped")
    def after_step(o):
        o.n["cleared"] += o in cleared
        grown = any(g._version > v for _, g, v in o.picks)
        o.n["added"] += grown and o not in cleared
        cleared.discard(o)

    @w.tell_each
    def tell(o, found):
        n = o.n
        if o.every("gone") and not w.clip:
            seen = f"at each of {n['looked']} steps the gradients were gone"
            yield finding("cleared-before-step", seen, lines.get(o, o.line))
        if n["added"] > 2 and not n["cleared"]:
            seen = f"no gradient was cleared between any of {n['steps']} steps"
            yield finding("gradients-accumulate", seen, o.line)


def clipping(w):
    """Clipping: to nothing, of nothing, and after the step."""

    def on_clip(total, parameters, max_norm, *args, **kwargs):
        total, limit = float(total), float(max_norm)
        w.clip = (w.where(), limit, total)
        w.n["clip"] += 1
        w.n["clip of none"] += total == 0
        w.n["clip to nothing"] += total * 1e-6 > limit
        known = [o for o in w.optimizers if o.picks and total > 0]
        late = any(o.changed() for o in known if "b" not in o.since)
        w.n["clip late"] += late
        w.n["clip in time"] += bool(known) and not late

    w.after(nn.utils, "clip_grad_norm_")(on_clip)
    w.after(nn.utils.clip_grad, "clip_grad_norm_")(on_clip)

    @w.tell_each
    def tell(o, found):
        clips = w.n["clip"] - w.n["clip of none"]
        if clips > 1 and w.n["clip to nothing"] == clips:
            line, limit, total = w.clip
            seen = f"gradients of length {total:.3g} were cut to {limit:.3g}"
            if all(p.moved() < 1e-4 for p in w.of_it(o)):
                yield finding("clipped-to-nothing", seen, line)

    @w.tell
    def tell_of_all(found):
        line, n = w.clip and w.clip[0], w.n
        if n["clip of none"]:
            seen = f"clip_grad_norm_ at {line} saw no gradient"
            seen += f" {n['clip of none']} of {n['clip']} times"
            yield f"{seen}: is its list used up?"
        if n["clip late"] > n["clip in time"]:
            yield f"clip_grad_norm_ at {line} came after the step"


def unclipped(w):
    """Where clipping is to no avail, the page and the cause of what grows."""
    n, line = w.n, w.clip and w.clip[0]
    if w.bad and w.bad[0] == "input":
        return {}  # no clipping would help
    if n["clip of none"] * 2 > n["clip"]:
        cause = f"clip_grad_norm_ at {line} clips nothing"
        return {"page": "not_learning/unheld", "cause": cause}
    if n["clip late"] > n["clip in time"]:
        cause = f"clip_grad_norm_ at {line} clips after step()"
        return {"page": "not_learning/order", "cause": cause}
    return {}


# Of the graph: what stands behind a node.

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


def flat(w):
    """Gradients of exactly 0: zero-gradient."""
    behind = set()  # ids of parameters behind round() and the like

    @w.on("graph")
    def on_graph(node, line):
        (every, _), (steep, is_all) = leaves(node), leaves(node, FLAT)
        behind.update(every - steep if is_all else ())

    @w.tell
    def tell(found):
        # A loss of exactly 0 would have nothing left to learn.
        wrong = any(any(s.end) for s in w.losses.values())
        for o in w.stepped():
            n, known = o.n, [p for p in w.of_it(o) if p.param.requires_grad]
            zero = [p for p in known if p.looked > 1 and p.zero == p.looked]
            hard = [p for p in zero if id(p.param) in behind]
            cause = n["gone"] or "clipped-to-nothing" in found
            all_zero = n["zero"] > 1 and n["zero"] + n["none"] == n["looked"]
            if all_zero and not cause:
                seen = f"each gradient was exactly 0 at all {n['looked']} steps"
                seen += " looked at"
                own = finding("zero-gradient", seen, o.line)
                yield own if wrong else f"{seen}, and so was the loss"
            if hard and len(zero) < len(known):
                seen = f"{named(hard)}: a gradient of exactly 0 at each step"
                seen += ", behind round() or the like"
                yield finding("zero-gradient", seen, o.line)
            elif zero and len(zero) < len(known):
                yield f"{named(zero)}: gradient exactly 0 at each step"


def freezing(w):
    """What is frozen, and moves: frozen-but-moving."""
    was, pushed = {}, set()
    norms, thawed, still = {}, set(), {}  # batch norms, by their id

    @w.on("module")
    def on_module(path, module, root):
        mean = getattr(module, "running_mean", None)
        if isinstance(module, _NormBase) and mean is not None:
            norms[id(module)] = (root, path, module)

    @w.on("step")
    def before_step(o):
        frozen = (p for p in o.params if not p.requires_grad)
        was[o] = [(p, p.clone()) for p in frozen if p.grad is not None]
        if o.before:
            look_at_norms()

    @w.on("stepped")
    def after_step(o):
        moved = (p for p, before in was.pop(o) if not torch.equal(p, before))
        pushed.update(map(id, moved))

    def look_at_norms():
        """Note how a batch norm was when it was frozen, and for how long."""
        for key, (_, _, module) in norms.items():
            own = list(module.parameters(recurse=False))
            if any(p.requires_grad for p in own):
                still.pop(key, None)
                thawed.add(key)
            elif own and key not in still:
                values = list(map(sample, own))
                still[key] = [1, module.running_mean.clone(), values]
            elif own:
                still[key][0] += 1

    def drifting():
        """The batch norms that are frozen, and whose running mean moves."""
        for key, (looks, mean, values) in still.items():
            root, path, module = norms[key]
            own = list(module.parameters(recurse=False))
            # In a GAN, one player is frozen while the other moves.
            briefly = looks < 10 and key in thawed
            still_so = all(map(torch.equal, map(sample, own), values))
            same = torch.equal(module.running_mean, mean)
            if still_so and not (briefly or same):
                yield root, path, w.param(own[0]).held

    @w.tell_each
    def tell(o, found):
        moved = [p for p in w.of_it(o) if id(p.param) in pushed]
        if moved:
            seen = f"{named(moved)} requires no gradient, and step() moved it"
            yield finding("frozen-but-moving", seen, o.line)
        trained = {id(p) for p in o.params if p.requires_grad}
        for root, path, held in drifting():
            if held or any(id(p) in trained for p in root.parameters()):
                seen = f"{path} is frozen, and its running_mean moves"
                yield finding("frozen-but-moving", seen, o.line)


def schedules(w):
    """A schedule: scheduler-order, and a learning rate that runs out."""
    lines = {}

    @w.before(lr_scheduler.LRScheduler, "step")
    def on_schedule(scheduler, *args, **kwargs):
        optimizer = getattr(scheduler, "optimizer", None)
        o = optimizer and w.of.get(optimizer)
        if o and getattr(scheduler, "_step_count", 0) > 0:  # not its making
            o.n["scheduled"] += 1
            o.since = f"{o.since}s"[:4]
            lines.setdefault(o, w.where())

    @w.on("step")
    def before_step(o):
        # backward, scheduler, and now the step; or the scheduler before all.
        # Several before the first step are those of a run that is resumed.
        o.n["misordered"] += o.since.endswith("bs")
        o.n["early"] += o.since.count("s") == 1 and o.n["steps"] == 1

    @w.tell_each
    def tell(o, found):
        n, times, none = o.n, o.n["scheduled"], o.n["no lr"]
        late = times > 1 and n["early"] and "s" not in o.since
        if late or (n["misordered"] > 1 and n["misordered"] >= times - 1):
            seen = f"{times} times, and the first lr was left out"
            yield finding("scheduler-order", seen, lines[o])
        if none >= 10 and none * 2 >= n["steps"]:
            seen = f"the learning rate was 0 in the last {none} steps"
            yield finding("steps-too-small", seen, o.line)
        elif 0 < none < n["steps"]:
            yield f"lr was 0 in the last {none} steps"


def modes(w):
    """eval-while-training."""
    modal = defaultdict(list)  # what does something else in training, by model
    w.before(nn.Module, "train")(w.count("train"))

    @w.on("module")
    def on_module(path, module, root):
        has_mean = isinstance(module, _NormBase) and module.track_running_stats
        if has_mean or (isinstance(module, _DropoutNd) and module.p > 0):
            modal[id(root)].append(module)

    @w.on("stepped")
    def after_step(o):
        held = set(map(id, o.params))
        for key, root in w.roots.items():
            if modal[key] and any(id(p) in held for p in root.parameters()):
                if any(module.training for module in modal[key]):
                    o.n["trained"], o.n["evaluated"] = o.n["trained"] + 1, 0
                elif o.n["trained"] and not w.n["train"]:
                    o.n["evaluated"] += 1

    @w.tell_each
    def tell(o, found):
        trained, evaluated = o.n["trained"], o.n["evaluated"]
        if evaluated >= 5 and evaluated * 5 > o.n["steps"]:
            seen = f"{trained} steps in training mode, {evaluated} in eval"
            yield finding("eval-while-training", seen, o.line)


def shapes(w):
    """A column of predictions against a row of targets: unequal-shapes."""

    def on_distance(name, _, input, target, *args, **kwargs):
        w.inputs.append(weakref.ref(target))
        a, b = tuple(input.shape), tuple(target.shape)
        table = tuple(torch.broadcast_shapes(a, b))
        all_with_all = input.numel() == target.numel() < math.prod(table)
        if all_with_all and kwargs.get("reduction") != "none":
            seen = f"{name} compared each of {a} with each of {b}: {table}"
            w.find("unequal-shapes", seen)

    for name in "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss":
        w.after(functional, name)(partial(on_distance, name))

    @w.on("graph")
    def on_graph(node, line):
        """Find a column minus a row."""
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
            w.find("unequal-shapes", seen, line)


def classes(w):
    """Losses of classes: softmax-before-cross-entropy, targets-out-of-range."""
    squashed = {  # what stands before a loss that squashes by itself
        "cross_entropy": "SoftmaxBackward0",
        "binary_cross_entropy_with_logits": "SigmoidBackward0",
        "binary_cross_entropy": None,
    }

    def on_classes(name, input, target, *args, **kwargs):
        w.inputs.append(weakref.ref(target))
        binary = name != "cross_entropy"
        w.classes = 2 if binary else input.shape[min(input.dim() - 1, 1)]
        node = walk_back(input.grad_fn, SHAPES_ONLY)
        if node and node.name() == squashed[name]:
            kind = node.name()[: -len("Backward0")].lower()
            seen = f"{name} got the output of a {kind}"
            w.find("softmax-before-cross-entropy", seen)
        if len(args) < 2 and looks(w.n["steps"]):
            look_at_targets(name, input, target, *args, **kwargs)

    def look_at_targets(name, input, target, weight=None, **kwargs):
        if name == "cross_entropy":
            if target.is_floating_point() or input.dim() == target.dim():
                return  # a share of each class
            most, slack = w.classes - 1, 0
            target = target[target != kwargs.get("ignore_index", -100)]
        elif weight is None and kwargs.get("reduction") != "none":
            most, slack = 1, 1e-3
        else:
            return  # what is left out, or weighted by 0, may be too large
        low, high = target.aminmax() if target.numel() else (0, 0)
        if low < -slack or high > most + slack:
            seen = f"{name} got targets from {low:g} to {high:g}, not to {most}"
            w.find("targets-out-of-range", seen)

    for name in squashed:
        w.before(functional, name)(partial(on_classes, name))


def only_losses(w):
    """Those of a run with one optimizer and one line with backward()."""
    alone = len(w.losses) == len(w.stepped()) == 1
    return next(iter(w.losses.values())) if alone else None


def numbers(w):
    """Losses that grow: diverging, non-finite, steps-too-large."""

    @w.before(torch.amp.GradScaler, "scale")
    def on_scale(scaler, outputs):
        w.scaler |= scaler.is_enabled()

    def grown(o, s, broken):
        """Whether the loss and the parameters left where they began."""
        if not s or s.count < 10:
            return ""
        finite = [abs(v) for v in s.end if math.isfinite(v)]
        last = finite[-1] if finite else s.end[-1]
        longer = o.length[-1] > 10 * o.length[0] > 0
        far = last > 1000 * max(map(abs, s.start)) and (broken or longer)
        # Clipped by a length of inf, gradients are 0: then all rests at inf.
        rests = last == math.inf > abs(s.start[0]) and longer and not broken
        if (far and finite) or rests:
            return f"the loss went from {s.start[0]:.3g} to {last:.3g}"
        return ""

    def long_steps(o, s):
        """Steps as long as the parameters are."""
        large, first, last = map(median, (o.relative, s.start, s.end))
        if large > 0.5 and last > 2 * first > 0:
            seen = f"steps of {large:.0%} of the parameters' length, "
            seen += f"and the loss went from {first:.3g} to {last:.3g}"
            yield finding("steps-too-large", seen, s.line)
        chance = math.log(max(w.classes, 1))  # the loss of any one answer
        if o.longest > 0.5 and abs(last - chance) < 0.05 * chance:
            seen = f"the loss is near ln {w.classes} after a step of"
            seen += f" {o.longest:.0%} of the parameters' length"
            yield f"{seen}: lr too large?"

    def judged(o, s):
        known = [p for p in w.params.values() if p.held]
        broken = [p for p in known if not is_finite(p.param)]
        broken = [p for p in broken if is_finite(p.first)]
        broken = [p for p in broken if p.param.requires_grad]
        seen = grown(o, s, broken)
        if seen:
            yield finding("diverging", seen, s.line)
        elif broken:
            what, step, line = w.bad or ("gradient", w.n["steps"], "?")
            seen = f"{named(broken)} not finite"
            seen += f"; first the {what}, at step {step}"
            yield finding("non-finite", seen, line)
        elif s and s.count > 20 and len(o.relative) == 20 < o.n["steps"]:
            yield from long_steps(o, s)

    @w.tell_each
    def tell(o, found):
        if not (w.scaler or "gradients-accumulate" in found):
            for told in judged(o, only_losses(w)):
                is_found = isinstance(told, Finding)
                yield told._replace(**unclipped(w)) if is_found else told

    @w.tell
    def tell_of_all(found):
        told = w.scaler or "non-finite" in found or "diverging" in found
        for s in w.losses.values():
            if s.broken and not told:
                seen = f"{s.broken} of {s.count} losses at {s.line} were nan or"
                fed = w.bad and w.bad[0] == "input"
                why = "and no parameter is: a mean over nothing?"
                why = "as an input or a target is" if fed else why
                yield f"{seen} inf, {why}"


def stillness(w):
    """Steps that come to nothing: steps-too-small, loss-constant."""

    @w.tell
    def tell(found):
        for o in [] if found else w.stepped():
            steps, known, s = o.n["steps"], w.of_it(o), only_losses(w)
            still = not (any(o.relative) or any(p.moved() for p in known))
            # A run that begins at the minimum has no gradient to speak of.
            pulled = any(p.norms[-1:] > [1e-3 * norm(p.first)] for p in known)
            whole = not (o.n["none"] or o.n["zero"])
            if steps >= 20 and still and pulled and whole:
                seen = f"no digit of a parameter changed in {steps} steps"
                yield finding("steps-too-small", seen, o.line)
            same = s and s.count >= 10 and len({*s.start, *s.end}) == 1
            # At the end they are one step away from where they began.
            moves = [norm(sample(p.param) - p.first) for p in known]
            last = o.relative and o.relative[-1] * o.length[-1]
            if same and o.relative and math.hypot(*moves) < 1.5 * last:
                seen = f"{s.start[0]:.6g} in all digits {s.count} times, by"
                seen += " weights that are one step away from where they began"
                yield finding("loss-constant", seen, s.line)


def modules(w):
    """Notes on what a module is or has."""

    @w.on("call")
    def on_call(module):
        kind = type(module)
        if callable(getattr(kind, "backward", None)):
            said = "is a module with a method backward(), which nobody calls"
            w.notes[kind] = f"{kind.__name__} {said}"

    @w.on("module")
    def on_module(path, module, root):
        shape = getattr(module, "normalized_shape", None)
        if shape and math.prod(shape) == 1:
            said = "normalizes one number, which leaves 0 of it"
            w.notes.setdefault("one", f"{path} {said}")
        for key, value in vars(module).items():
            if torch.is_tensor(value) and value.is_floating_point():
                said = "is a tensor of the module and no parameter"
                w.notes[path, key] = f"{path}.{key} {said}"


def loading(w):
    """Notes on load_state_dict()."""

    @w.after(nn.Module, "load_state_dict")
    def on_load(answer, module, state_dict, *args, **kwargs):
        state, own, said = state_dict, module.state_dict(keep_vars=True), ""
        taken = [(state[key], own[key]) for key in own if key in state]
        if own and len(answer.missing_keys) == len(own):
            first = next(iter(state), "")
            said = f"took 0 of {len(own)} tensors: no key fits ({first!r})"
        elif taken and all(a.data_ptr() == b.data_ptr() for a, b in taken):
            said = "copied every tensor onto itself; to keep the best, take "
            said += "deepcopy(model.state_dict())"
        if said:
            w.notes["load"] = f"load_state_dict at {w.where()} {said}"


def wrappers(w):
    """A note on a DistributedDataParallel that was bypassed."""
    made = weakref.WeakSet()

    @w.after(DistributedDataParallel, "__init__")
    def on_wrapper(_, wrapper, *args, **kwargs):
        made.add(wrapper)

    @w.on("module")
    def on_module(path, module, root):  # one that watch() was given
        if isinstance(module, DistributedDataParallel):
            made.add(module)

    @w.tell
    def tell(found):
        for wrapper in made:
            ours = [w.params.get(id(p)) for p in wrapper.parameters()]
            if any(p and p.reached for p in ours) and not w.modes[id(wrapper)]:
                seen = "DistributedDataParallel was made and not called:"
                seen += " gradients are not averaged. Call the wrapper, not its"
                yield f"{seen} .module"


MISTAKES = [  # causes before their consequences
    loop, holding, cut, clearing, clipping, flat, freezing, schedules, modes,
    shapes, classes, numbers, stillness, modules, loading, wrappers,
]


def judge(w):
    """The findings and the notes."""
    found, notes = dict(w.found), list(w.notes.values())
    for tell in w.tells:
        for told in tell(found):
            if isinstance(told, Finding):
                found.setdefault(told.name, told)
            else:
                notes.append(told)
    if w.trouble:
        notes.append(f"check_connection itself failed in {w.trouble}")
    return list(found.values()), notes


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
            for part, known in MESSAGES.items():
                if part in str(w.raised):
                    page, cause = CASES.get(known, (known, ""))
                    named = f"\n  likely case: {known} ({cause})"
                    self.why += f"{named if cause else ''}\n  page: {page}"
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
        found = [finding._asdict() for finding in self.findings]
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
