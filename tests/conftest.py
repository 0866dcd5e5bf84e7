"""What holds for every test."""

import contextlib
import os
from collections import Counter

import pytest
import torch
from helpers.another_processor import AnotherProcessor
from helpers.broken_twins import recorded_twins
from helpers.many_seeds import thousand
from helpers.runs import run
from helpers.site_copy import build, build_once, copy_site
from record.world import unchanged_world

# So that a claim that fails shows its values, as one that stands in a test file does.
pytest.register_assert_rewrite("helpers.claims")


# Set where tests/helpers/kernels.py puts the claims to other threads or another processor.
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
OTHER_PROCESSOR = int(os.environ.get("OTHER_PROCESSOR", "0"))


def pytest_xdist_auto_num_workers(config):
    """One a core. To refresh `#>` lines none: pytest-examples would write over its own work."""
    return 0 if config.getoption("update_examples") else os.cpu_count()


def pytest_collection_modifyitems(items):
    """Files with many tests first, so that no core waits for the last; before them what waits."""
    many = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name != "test_kernels.py", -many[item.path]))


@pytest.fixture(autouse=True)
def _own_world():
    """No test sees another's random generators, dtype, print options or threads."""
    with unchanged_world():
        torch.set_num_threads(THREADS)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """A test and its fixtures compute as the processor does that was asked for."""
    with AnotherProcessor(OTHER_PROCESSOR) if OTHER_PROCESSOR else contextlib.nullcontext():
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
