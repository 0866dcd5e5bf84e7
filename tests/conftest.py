"""What holds for every test."""

import contextlib
import os
from collections import Counter

import pytest
import torch
from helpers import collected
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
OTHER_PROCESSOR_RUNS = os.environ.get("OTHER_PROCESSOR_RUNS", "")  # tests whose path begins so
# "0/2" there: of the tests of what is printed the first, third, fifth and so on.
DEALT = os.environ.get("DEALT", "0/1")


def pytest_xdist_auto_num_workers(config):
    """One a core. To refresh `#>` lines none: pytest-examples would write over its own work."""
    return 0 if config.getoption("update_examples") else os.cpu_count()


def pytest_ignore_collect(collection_path, config):
    """What a run without a browser would only import, and then leave out."""
    if collection_path.name == "browser" and "not browser" in config.option.markexpr:
        return True
    return None


def pytest_itemcollected(item):
    collected.count(item)


def pytest_collection_modifyitems(config, items):
    """Of what is printed only the part that is dealt to this process; all in a good order."""
    at, of = map(int, DEALT.split("/"))
    printed = [item for item in items if item.path.name in ("test_snippets.py", "test_pages.py")]
    others = set(printed) - set(printed[at::of])
    if others:
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]
    _in_order(items)


def _in_order(items):
    """Files in an order in which no core waits.

    What puts claims to other kernels comes first, for it waits for processes; then one file that
    needs the site, which builds it; then all that need no site, while it is built; then the rest.
    Of each kind the files with many tests come first, so that at the end no core is alone.
    """
    many = Counter(item.path for item in items)
    of_the_site = {item.path for item in items if "site" in item.fixturenames}
    builder = max(of_the_site, key=lambda path: (many[path], path), default=None)

    def place(item) -> tuple[int, int]:
        if item.path.name == "test_kernels.py":
            turn = 0
        elif item.path == builder:
            turn = 1
        else:
            turn = 3 if item.path in of_the_site else 2
        return turn, -many[item.path]

    items.sort(key=place)


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
