"""Wrong: a probability that rounds to 0 has a logarithm of -inf."""

import torch
from torch import nn, optim

x = torch.tensor([1.0, 2.0, 120.0])  # (sample=3), and each answer is no
weight = nn.Parameter(torch.tensor(1.0))
optimizer = optim.SGD([weight], lr=0.02)

for step in range(50):
    log_p = (1 - torch.sigmoid(weight * x)).log()
    loss = -log_p.mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss nan
