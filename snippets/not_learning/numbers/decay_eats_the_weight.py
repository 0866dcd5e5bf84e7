"""A weight decay of 0.01 leaves the data its way."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 0.5 * x  # a small weight to find

weight = nn.Parameter(torch.ones(1))
optimizer = optim.SGD([weight], lr=0.1, weight_decay=0.01)

for epoch in range(100):
    loss = ((x * weight - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"weight {weight.item():.1f}")
#> weight 0.5
