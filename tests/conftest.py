"""What holds for every test."""

import pytest
import torch
from world import unchanged_world


@pytest.fixture(autouse=True)
def _own_world():
    """No test sees another's random generators, dtype, print options or threads."""
    with unchanged_world():
        torch.set_num_threads(1)
        yield
