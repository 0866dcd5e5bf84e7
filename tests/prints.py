"""Check the `#>` lines of a script against what it prints."""

import inspect
from functools import partial
from pathlib import Path
from unittest import mock

from pytest_examples import CodeExample, EvalExample

# pytest-examples 0.0.18 asks for the stack at each print, and reads only file and line of it. The
# lines of source that it gets by default take a look at each imported module for each frame.
_stack_without_source = mock.patch("inspect.stack", partial(inspect.stack, 0))


def check_prints(path: Path, eval_example: EvalExample) -> None:
    """Fail if a `#>` line is not what the script prints; rewrite it if pytest is told to."""
    example = CodeExample.create(path.read_text("utf-8"), path=path)
    try:
        with _stack_without_source:
            if eval_example.update_examples:
                eval_example.run_print_update(example)
            else:
                eval_example.run_print_check(example)
    except Exception as error:
        # With its traceback, pytest-examples 0.0.18 ends the run on Python 3.11 with INTERNALERROR.
        raise error.with_traceback(None) from None
