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

from record.errors import RecordingError
from record.graph import autograd_graph, leaves
from record.lines import Lines, LineTrace
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
        path: the script.
        seed: what the script gave `torch.manual_seed` last, or None.
        output: what it printed.
        warnings: what it was warned of, one line each.
        globals: its names at the end.
    """

    path: Path
    seed: int | None
    output: str
    warnings: list[str]
    globals: dict[str, Any]
    _source: str = field(repr=False)
    _watch: Watch = field(repr=False)

    @property
    def steps(self) -> list[Step]:
        """Each `optimizer.step()`, first to last.

        Raises:
            RecordingError: if there is none, or if the script changed parameters behind the
                optimizer's back; names the line.
        """
        return self._watch.steps()

    @cached_property
    def graph(self) -> nx.DiGraph:
        """The autograd graph of the last loss; see `graph.autograd_graph`.

        Raises:
            RecordingError: if the script never called `backward()`.
        """
        return autograd_graph(self._watch.last_loss(), self._watch.name)

    @cached_property
    def lines(self) -> Lines:
        """What each line of the training loop changed; runs the script once more to see it.

        Raises:
            RecordingError: if there is no training loop, or if the two runs differ.
        """
        trace = LineTrace(self.path, self._source)
        run = _run(self.path, self._source, trace.watching)
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
    watch = Watch(path)
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise RecordingError(_explain(path, error)) from error
    run = _run(path, source, lambda output: watch.watching())
    return Recording(
        path=path,
        seed=run.seed,
        output=run.output,
        warnings=run.warnings,
        globals={n: v for n, v in run.globals.items() if not n.startswith("__")},
        _source=source,
        _watch=watch,
    )


@dataclass(frozen=True)
class _Run:
    seed: int | None
    output: str
    warnings: list[str]
    globals: dict[str, Any]


def _run(
    path: Path,
    source: str,
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
        script.__file__ = str(path)
        sys.modules["__main__"] = script
        sys.argv[:] = [str(path)]
        try:
            code = compile(source, str(path), "exec")
            stack.enter_context(watching(output))
            exec(code, vars(script))
        except (Exception, SystemExit) as error:
            raise RecordingError(_explain(path, error, source)) from error
        seed = None if torch.initial_seed() == _NO_SEED else torch.initial_seed()
        if seed is None and not torch.equal(torch.get_rng_state(), unseeded):
            raise RecordingError(
                f"{path.name} draws random numbers without a seed, so no two runs of it agree; "
                "add `torch.manual_seed(...)`"
            )
    return _Run(
        seed,
        output.getvalue(),
        [f"{w.category.__name__}: {w.message}" for w in caught],
        vars(script),
    )


def _explain(path: Path, error: BaseException, source: str = "") -> str:
    """What went wrong, with the last line of the script's own that led there."""
    what = f"{type(error).__name__}: {error}"
    frames = traceback.walk_tb(error.__traceback__)
    own = [(frame, line) for frame, line in frames if frame.f_code.co_filename == str(path)]
    if own:
        number = own[-1][1]
        line = source.splitlines()[number - 1].strip()
        return f"{path.name}, line {number} (`{line}`){_turns(source, own)} raises {what}"
    if isinstance(error, SyntaxError):
        return f"{path.name}, line {error.lineno}: {what}"
    return f"{path.name} cannot be run: {what}"


def _turns(source: str, frames: list[tuple[types.FrameType, int]]) -> str:
    """What the loops around these lines counted: " with epoch = 3", or nothing.

    A `for` loop counts by its target, a `while` loop by what its condition names.
    """
    loops = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.For | ast.While)]
    counted = {
        name.id: frame.f_locals.get(name.id)
        for frame, number in frames
        for loop in loops
        if loop.body[0].lineno <= number <= loop.body[-1].end_lineno
        for name in ast.walk(loop.target if isinstance(loop, ast.For) else loop.test)
        if isinstance(name, ast.Name)
    }
    told = [f"{name} = {count}" for name, count in counted.items() if type(count) is int]
    return f" with {', '.join(told)}" if told else ""
