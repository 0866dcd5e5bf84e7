"""Check the `#>` lines of a script against what it prints."""

import inspect
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from unittest import mock

from pytest_examples import CodeExample, EvalExample


def _stack() -> list[inspect.FrameInfo]:
    """What `inspect.stack` gives, but for the source around each line."""
    frame: FrameType | None = sys._getframe(1)
    frames = []
    while frame:
        code = frame.f_code
        frames.append(
            inspect.FrameInfo(frame, code.co_filename, frame.f_lineno, code.co_name, None, None)
        )
        frame = frame.f_back
    return frames


def check_prints(path: Path, eval_example: EvalExample) -> None:
    """Fail if a `#>` line is not what the script prints; rewrite it if pytest is told to."""
    example = CodeExample.create(path.read_text("utf-8"), path=path)
    calls = []

    def count(script: Path, frame: inspect.FrameInfo, printed: Sequence[object]) -> bool:
        calls.append(printed)
        return script.samefile(frame.filename)  # what pytest-examples does by default

    eval_example.include_print = count
    try:
        # pytest-examples 0.0.18 asks for the stack at each print, and reads file and line of it.
        # Python's own looks at each imported module for frames that have no file: 20 ms a print.
        with mock.patch("inspect.stack", _stack):
            if eval_example.update_examples:
                eval_example.run_print_update(example)
                return
            eval_example.run_print_check(example)
    except Exception as error:
        # With its traceback, pytest-examples 0.0.18 ends the run on Python 3.11 with INTERNALERROR.
        raise error.with_traceback(None) from None
    # It passes a `#>` that no print made.
    claimed = [line for line in example.source.splitlines() if line.strip().startswith("#>")]
    assert len(claimed) == len(calls), f"{len(claimed)} lines of #>, {len(calls)} printed"
