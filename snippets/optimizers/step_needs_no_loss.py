"""step() moves a weight by a gradient typed in: there is no loss."""

import torch
from torch import nn, optim

weight = nn.Parameter(torch.tensor([3.0]))
optimizer = optim.SGD([weight], lr=0.1)

weight.grad = torch.tensor([10.0])  # typed in, not computed
optimizer.step()

print(f"weight {weight.item():.4f}")  # 3 - 0.1 * 10
#> weight 2.0000
