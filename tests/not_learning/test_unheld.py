"""What the page says of tensors that no optimizer holds, beside its loops."""

import pytest
import torch
from torch import nn


class Net(nn.Module):
    """Holds a parameter, or what became of it on its way to another type."""

    def __init__(self, dtype: torch.dtype):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(2)).to(dtype)


# To another type as to another device: what `to` has to change, it makes anew.
@pytest.mark.parametrize(("dtype", "held"), [(torch.float64, 0), (torch.float32, 1)], ids=str)
def test_a_parameter_that_was_moved_before_it_was_given_to_self_is_not_held(dtype, held):
    assert len(list(Net(dtype).parameters())) == held
