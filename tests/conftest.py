"""What holds for every test."""

import os

import pytest
import torch
from build import build, copy_site
from world import unchanged_world


def pytest_xdist_auto_num_workers(config):
    """One a core. To refresh `#>` lines none: pytest-examples would write over its own work."""
    return 0 if config.getoption("update_examples") else os.cpu_count()


@pytest.fixture(autouse=True)
def _own_world():
    """No test sees another's random generators, dtype, print options or threads."""
    with unchanged_world():
        torch.set_num_threads(1)
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the whole site, built once and strictly."""
    done = build(copy_site(tmp_path_factory.mktemp("whole")))
    assert done.returncode == 0, done.log
    return done.site
