"""The model with the lowest held-out loss is used."""

from copy import deepcopy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 28)  # (sample=60, feature=28)
y = x[:, :1] + torch.randn(60, 1)
model = nn.Linear(28, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
best = float("inf")

for epoch in range(120):
    loss = nn.functional.mse_loss(model(x[:30]), y[:30])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(x[30:]), y[30:])
    if held_out < best:
        best, used = held_out, deepcopy(model)

with torch.no_grad():
    of_used = nn.functional.mse_loss(used(x[30:]), y[30:])
print(f"training {loss.item():.1f}, held out {of_used.item():.1f}")
#> training 0.1, held out 1.5
