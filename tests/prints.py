"""Check the `#>` lines of a script against what it prints."""

from pathlib import Path

from pytest_examples import CodeExample, EvalExample


def check_prints(path: Path, eval_example: EvalExample) -> None:
    """Fail if a `#>` line is not what the script prints; rewrite it if pytest is told to."""
    example = CodeExample.create(path.read_text("utf-8"), path=path)
    if eval_example.update_examples:
        eval_example.run_print_update(example)
        return
    try:
        eval_example.run_print_check(example)
    except Exception as error:
        # With its traceback, pytest-examples 0.0.18 ends the run on Python 3.11 with INTERNALERROR.
        raise error.with_traceback(None) from None
