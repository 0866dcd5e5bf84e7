"""Wrong: in bfloat16 a small step rounds to none."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 1.1 * x

weight = nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
optimizer = optim.SGD([weight], lr=0.01)

for epoch in range(200):
    loss = ((x * weight - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"weight {weight.item():.2f}")
#> weight 1.00
