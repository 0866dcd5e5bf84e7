"""The same seed gives the same run only if the same draws follow it."""

import torch
from torch import nn


def first_weight(draws_before):
    torch.manual_seed(7)
    torch.randn(draws_before)  # one more sample, say, or layer
    return nn.Linear(1, 1).weight.item()


print(f"seed 7                 {first_weight(draws_before=0):+.4f}")
#> seed 7                 +0.0698
print(f"seed 7 again           {first_weight(draws_before=0):+.4f}")
#> seed 7 again           +0.0698
print(f"seed 7, one draw more  {first_weight(draws_before=1):+.4f}")
#> seed 7, one draw more  -0.5345
