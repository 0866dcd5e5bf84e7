"""What every test is given, and the processor that it runs on."""

import contextlib
import gc
import os

import pytest
import torch
from record.world import unchanged_world

from helpers.another_processor import AnotherProcessor
from helpers.broken_twins import recorded_twins
from helpers.many_seeds import thousand
from helpers.runs import run
from helpers.site_copy import build, build_once, copy_site

# Set where tests/helpers/kernels.py puts the claims to other threads or another processor.
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
OTHER_PROCESSOR = int(os.environ.get("OTHER_PROCESSOR", "0"))
OTHER_PROCESSOR_RUNS = os.environ.get("OTHER_PROCESSOR_RUNS", "")  # tests whose path begins so


def pytest_collection_finish():
    """What is loaded by now, torch above all, stays: no search for garbage goes through it."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_world():
    """No test sees another's random generators, dtype, print options or threads."""
    with unchanged_world():
        torch.set_num_threads(THREADS)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """A test and its fixtures compute as the processor does that was asked for."""
    other = OTHER_PROCESSOR and item.nodeid.startswith(OTHER_PROCESSOR_RUNS)
    with AnotherProcessor(OTHER_PROCESSOR) if other else contextlib.nullcontext():
        return (yield)


# What a test file makes its claims about: it says the snippet's path under snippets/ as NAME.


@pytest.fixture
def script(request):
    """The recording of the snippet."""
    return run(request.module.NAME)


@pytest.fixture
def names(script):
    """The snippet's names at its end, and what they stand for."""
    return script.globals


@pytest.fixture(scope="module")
def broken(request, tmp_path_factory):
    """A function from what is changed in the snippet to the recording of such a copy."""
    return recorded_twins(request.module.NAME, tmp_path_factory)


@pytest.fixture
def trainings(request):
    """The trainings of one of the three scripts from 1,000 seeds."""
    return thousand(request.module.NAME)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the whole site, built strictly, and once for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the run's, where each process has a folder of its own
    done = build_once(folder / "whole", lambda whole: build(copy_site(whole)))
    assert done.returncode == 0, done.log
    return done.site
