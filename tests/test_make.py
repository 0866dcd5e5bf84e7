"""What each target of the Makefile would run."""

import os
import shutil
import subprocess

import pytest
from helpers.runs import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def commands(target: str) -> list[str]:
    """What `make` would run for a target, in order."""
    # As a reader calls it, and not as a part of the `make test` that runs this.
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--dry-run", target],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("check", ["ruff check .", "ruff format --check .", "mypy"])
def test_lint_runs_before_the_tests(check):
    ran = commands("test")
    assert ran.index(f".venv/bin/{check}") < ran.index(".venv/bin/python -m pytest")


def test_clean_leaves_the_environment():
    assert commands("clean") == ["rm -rf .cache site"]


def test_distclean_leaves_no_environment():
    assert commands("distclean") == ["rm -rf .cache site", "rm -rf .venv"]
