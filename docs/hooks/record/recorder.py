"""Run a script unchanged and record how its losses moved its parameters."""

import ast
import contextlib
import io
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx
import torch
from torch import Tensor

from record.errors import RecordingError
from record.forward import ForwardPass
from record.graph import autograd_graph, leaves
from record.lines import Lines, LineTrace
from record.source import Source
from record.tape import Tape
from record.watch import Step, Watch
from record.world import unchanged_world

__all__ = ["Recording", "Step", "record"]

# Stands for "the script set no seed": a number that nobody would choose.
_NO_SEED = 0x5EED_0FF


@dataclass(frozen=True, eq=False)
class Recording:
    """What happened in one run of a script.

    Attributes:
        source: the script.
        seed: what the script gave `torch.manual_seed` last, or None.
        output: what it printed.
        warnings: what it was warned of, one line each.
        globals: its names at the end.
    """

    source: Source
    seed: int | None
    output: str
    warnings: list[str]
    globals: dict[str, Any]
    _watch: Watch = field(repr=False)

    @property
    def path(self) -> Path:
        """The script's file."""
        return self.source.path

    @property
    def steps(self) -> list[Step]:
        """Each `optimizer.step()`, first to last.

        Raises:
            RecordingError: if there is none, or if the script changed parameters behind the
                optimizer's back; names the line.
        """
        return self._watch.steps()

    @property
    def way(self) -> list[dict[str, Tensor]]:
        """The parameters before each step and after the last."""
        return [*(step.before for step in self.steps), self.steps[-1].after]

    @property
    def losses(self) -> list[float]:
        """The loss at each place of the way: each step's, and that of what the last step left."""
        return [*(step.loss for step in self.steps), self.loss_of(**self.way[-1]).item()]

    @cached_property
    def graph(self) -> nx.DiGraph:
        """The autograd graph of the last loss; see `graph.autograd_graph`.

        Raises:
            RecordingError: if the script never called `backward()`.
        """
        return autograd_graph(self._watch.last_loss(), self._watch.name)

    @cached_property
    def first_pass(self) -> ForwardPass:
        """The calls that led to the first loss, and their numbers; runs the script once more.

        Raises:
            RecordingError: if the script never called `backward()`.
        """
        watch = Watch(self.source, keeps_first=True)
        _run(self.source, lambda output: watch.watching())
        return watch.first_pass()

    @cached_property
    def lines(self) -> Lines:
        """What each line of the training loop changed; runs the script once more to see it.

        Raises:
            RecordingError: if there is no training loop, or if the two runs differ.
        """
        trace = LineTrace(self.source)
        run = _run(self.source, trace.watching)
        if run.output != self.output:
            raise RecordingError(f"two runs of {self.path.name} differ in what they print")
        return trace.lines()

    @cached_property
    def loss_of(self) -> Tape:
        """The last loss as a function of the parameters that it was computed from, by name.

        A script that changes its data from step to step gets the loss on its last batch.

        Raises:
            RecordingError: if the script never called `backward()`.
        """
        loss = self._watch.last_loss()
        parameters = {self._watch.name(leaf): leaf for leaf in leaves(loss)}
        return Tape(self._watch.last_calls, loss, parameters)


def record(path: Path) -> Recording:
    """Run the script at `path` as `python path` would, and return what happened.

    torch, Python and the process are left as they were.

    Raises:
        RecordingError: if the script cannot be read, raises (names its own line, and where its
            loops stood), or draws random numbers without a seed.
    """
    try:
        source = Source(path, path.read_text("utf-8"))
    except (OSError, UnicodeError) as error:
        raise RecordingError(_no_run(path, error)) from error
    watch = Watch(source)
    run = _run(source, lambda output: watch.watching())
    return Recording(
        source=source,
        seed=run.seed,
        output=run.output,
        warnings=run.warnings,
        globals={n: v for n, v in run.globals.items() if not n.startswith("__")},
        _watch=watch,
    )


@dataclass(frozen=True)
class _Run:
    seed: int | None
    output: str
    warnings: list[str]
    globals: dict[str, Any]


def _run(
    source: Source,
    watching: Callable[[io.StringIO], contextlib.AbstractContextManager],
) -> _Run:
    """Run a script while it is watched; `watching` is given what the script prints into."""
    output = io.StringIO()
    with unchanged_world(), contextlib.ExitStack() as stack:
        caught = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.enter_context(contextlib.redirect_stdout(output))
        unseeded = torch.manual_seed(_NO_SEED).get_state()
        script = types.ModuleType("__main__")
        script.__file__ = str(source.path)
        sys.modules["__main__"] = script
        sys.argv[:] = [str(source.path)]
        try:
            code = source.code
            stack.enter_context(watching(output))
            exec(code, vars(script))
        except (Exception, SystemExit) as error:
            raise RecordingError(_explain(source, error)) from error
        seed = None if torch.initial_seed() == _NO_SEED else torch.initial_seed()
        if seed is None and not torch.equal(torch.get_rng_state(), unseeded):
            raise RecordingError(
                f"{source.name} draws random numbers without a seed, so no two runs of it agree; "
                "add `torch.manual_seed(...)`"
            )
    return _Run(
        seed,
        output.getvalue(),
        [f"{w.category.__name__}: {w.message}" for w in caught],
        vars(script),
    )


def _explain(source: Source, error: BaseException) -> str:
    """What went wrong, with the last line of the script's own that led there."""
    name, what = source.name, f"{type(error).__name__}: {error}"
    frames = traceback.walk_tb(error.__traceback__)
    own = [(frame, line) for frame, line in frames if frame.f_code.co_filename == str(source.path)]
    if own:
        number = own[-1][1]
        turns = _turns(source, own)
        return f"{name}, line {number} (`{source.line(number)}`){turns} raises {what}"
    if isinstance(error, SyntaxError):
        return f"{name}, line {error.lineno}: {what}"
    return _no_run(source.path, error)


def _no_run(path: Path, error: BaseException) -> str:
    return f"{path.name} cannot be run: {type(error).__name__}: {error}"


def _turns(source: Source, frames: list[tuple[types.FrameType, int]]) -> str:
    """What the loops around these lines counted: " with epoch = 3", or nothing.

    A `for` loop counts by its target, a `while` loop by what its condition names.
    """
    counted = {
        name.id: frame.f_locals.get(name.id)
        for frame, number in frames
        for loop in source.loops
        if loop.body[0].lineno <= number <= source.last_line(loop.body[-1])
        for name in ast.walk(loop.target if isinstance(loop, ast.For) else loop.test)
        if isinstance(name, ast.Name)
    }
    told = [f"{name} = {count}" for name, count in counted.items() if type(count) is int]
    return f" with {', '.join(told)}" if told else ""
