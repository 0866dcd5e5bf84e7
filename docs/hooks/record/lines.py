"""What each line of a script's training loop changed.

Python itself tells, by `sys.settrace`, when a line of the script begins. The line before it has
then run, so the script's values are looked at, and those that changed are kept.
"""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any
from unittest import mock

import torch
from torch import Tensor
from torch.optim import Optimizer

from record.errors import RecordingError
from record.links import Link
from record.look import Look
from record.loops import Loop, training_loops
from record.names import script_frames
from record.roles import Role
from record.seen import GONE, Seen, fingerprint, seen
from record.source import Source


@dataclass(frozen=True)
class Line:
    """One line that ran to its end.

    Attributes:
        number: its place in the file, from 1; of a statement over several lines the first.
        epoch: how many iterations of the loop had ended before, from 0.
        changed: what is otherwise after it than before, by name.
        printed: what it printed.
        raised: the type of the exception that ended it, or None.
        whole: false for a line that has not ended, seen as it calls a function of the script.
    """

    number: int
    epoch: int
    changed: dict[str, Seen]
    printed: str = ""
    raised: str | None = None
    whole: bool = True


@dataclass
class Lines:
    """Every line of the script's own code that ran inside the training loop, in order of its end.

    The training loop is, of those that `loops.training_loops` finds, the one entered first; if it
    is entered again, that is not kept. Lines of functions that it calls are inside it.

    Values go by what the script calls them: every number and tensor that the loop's code can name,
    each parameter (`model.weight`), its `.grad`, the optimizer's `lr` and what it remembers
    (`optimizer.state[model.weight]["exp_avg"]`). A name of a called function stands as
    `mse in custom_loss`, as long as that runs; what it returns is `returned by custom_loss` until
    the next line ends. A large tensor is kept as its gist.

    Attributes:
        source: the script.
        loop: the lines of the loop, the header first.
        start: every value as the loop found it.
        lines: what ran.
        roles, links, optimizers: see `look.Look`.
    """

    source: Source
    loop: range = range(0)
    start: dict[str, Seen] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    optimizers: dict[str, Optimizer] = field(default_factory=dict)

    def after(self, epoch: int, number: int, time: int = 0) -> dict[str, Seen]:
        """Every value as a line left it.

        Args:
            epoch: the iteration, from 0.
            number: the line in the file.
            time: which run of the line in this epoch, from 0.

        Raises:
            RecordingError: if the line did not run then.
        """
        values = dict(self.start)
        for line in self.lines:
            values |= line.changed
            if line.whole and (line.epoch, line.number) == (epoch, number):
                if time == 0:
                    return {name: value for name, value in values.items() if value is not GONE}
                time -= 1
        raise RecordingError(f"line {number} did not run in epoch {epoch}, or not so often")


class LineTrace:
    """Sees the lines of one script while it runs."""

    def __init__(self, source: Source):
        self._lines = Lines(source)
        self._file = str(source.path)
        self._loops = training_loops(source)
        if not self._loops:
            raise RecordingError(
                f"{source.name} has no loop that calls backward() or step(); show its steps instead"
            )
        self._begins_at = source.first_lines
        self._home: FrameType | None = None  # the frame that runs the loop
        self._loop = self._loops[0]
        self._done = False
        self._epoch = -1
        self._running: dict[FrameType, tuple[int, int]] = {}  # its statement, and where it began
        self._raised: dict[FrameType, str] = {}
        self._look: Look | None = None
        self._last: dict[str, object] = {}  # name -> fingerprint
        self._output = io.StringIO()
        self._printed = 0
        self._made: list[Optimizer] = []
        self._losses: list[Tensor] = []  # what `backward()` was called on last

    @contextlib.contextmanager
    def watching(self, output: io.StringIO) -> Iterator[None]:
        """Watch while the block runs the script, which prints into `output`."""
        init, backward = Optimizer.__init__, torch.autograd.backward

        def watched_init(optimizer, *args, **kwargs):
            init(optimizer, *args, **kwargs)
            self._made.append(optimizer)

        def watched_backward(tensors, *args, **kwargs):
            self._losses = [tensors] if isinstance(tensors, Tensor) else list(tensors)
            backward(tensors, *args, **kwargs)

        self._output = output
        before = sys.gettrace()
        with (
            mock.patch.object(Optimizer, "__init__", watched_init),
            mock.patch("torch.autograd.backward", watched_backward),
        ):
            sys.settrace(self._call)
            try:
                yield
            finally:
                sys.settrace(before)

    def lines(self) -> Lines:
        """What was seen; RecordingError if the script never came to its training loop."""
        if self._look is None:
            raise RecordingError(f"{self._lines.source.name} never enters its training loop")
        self._lines.roles = self._look.roles
        self._lines.links = self._look.links
        self._lines.optimizers = self._look.optimizers
        return self._lines

    # --- Which line runs

    def _call(self, frame: FrameType, event: str, argument: Any):
        code = frame.f_code
        if self._done or code.co_filename != self._file:
            return None
        # A comprehension or a lambda is a part of the line that it stands on.
        if code.co_name.startswith("<") and code.co_name != "<module>":
            return None
        if self._home:
            self._pause(frame)
        return self._trace

    def _trace(self, frame: FrameType, event: str, argument: Any):
        if self._done:
            return None
        if self._home is None:
            loop = self._entered(frame) if event == "line" else None
            if loop is None:
                return self._trace
            self._enter(frame, loop)
        if event == "exception":
            if not issubclass(argument[0], StopIteration | GeneratorExit):
                self._raised[frame] = argument[0].__name__
        elif frame is self._home and (event == "return" or frame.f_lineno not in self._loop.lines):
            self._leave(frame)
        elif event == "return":
            self._end(frame, argument)
        else:
            self._begin(frame)
        return self._trace

    def _entered(self, frame: FrameType) -> Loop | None:
        here = (
            loop
            for loop in self._loops
            if loop.code == frame.f_code and frame.f_lineno in loop.lines
        )
        return next(here, None)

    def _enter(self, frame: FrameType, loop: Loop) -> None:
        self._home, self._loop = frame, loop
        self._look = Look(frame, self._made)
        self._lines.loop = loop.lines
        self._lines.start = self._changes(frame)
        self._printed = self._output.tell()

    def _leave(self, frame: FrameType) -> None:
        number, _ = self._running.get(frame, (0, 0))
        # A header that found no further turn is no part of an epoch.
        if number != self._loop.lines[0]:
            self._end(frame)
        self._done = True

    def _begin(self, frame: FrameType) -> None:
        number = self._begins_at.get(frame.f_lineno, frame.f_lineno)
        running, offset = self._running.get(frame, (0, 0))
        if number == running and frame.f_lasti > offset:
            return  # a statement over several lines goes on
        if frame is self._home and running == self._loop.lines[0]:
            self._epoch += 1  # the header that ends here belongs to the turn that it began
        self._end(frame)
        self._running[frame] = number, frame.f_lasti

    def _end(self, frame: FrameType, returned: object = None) -> None:
        """Keep what the line changed that runs in this frame, if one does."""
        number, _ = self._running.pop(frame, (0, 0))
        raised = self._raised.pop(frame, None)
        if number:
            changed = self._changes(frame, returned)
            printed = self._output.getvalue()[self._printed :]
            self._printed += len(printed)
            line = Line(number, max(self._epoch, 0), changed, printed, raised)
            self._lines.lines.append(line)

    def _pause(self, called: FrameType) -> None:
        """Keep what a line changed before it called a function of the script.

        Otherwise the function's first line would seem to have done it: LBFGS moves the parameters
        between two calls of its closure.
        """
        caller = next(script_frames(called.f_back, self._file), None)
        if caller in self._running and (changed := self._changes(caller)):
            number, _ = self._running[caller]
            line = Line(number, max(self._epoch, 0), changed, whole=False)
            self._lines.lines.append(line)

    # --- What it changed

    def _changes(self, frame: FrameType, returned: object = None) -> dict[str, Seen]:
        callers = []
        for caller in script_frames(frame, self._file):
            if caller is self._home:
                break
            callers.append(caller)
        assert self._look  # since the loop was entered
        now = self._look.values(callers, self._losses, returned)
        changed: dict[str, Seen] = {}
        for name, value in now.items():
            mark = fingerprint(value)
            if self._last.get(name, GONE) != mark:
                changed[name] = seen(value)
                self._last[name] = mark
        for name in self._last.keys() - now.keys():
            changed[name] = GONE
            del self._last[name]
        return changed
