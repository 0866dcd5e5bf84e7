"""Wrong: the loss of the last batch stands for the epoch."""

from itertools import pairwise

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(41, 1)  # (sample=41, feature=1)
y = 2 * x + 0.5 * torch.randn(41, 1)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.02)
shown = []

for epoch in range(12):
    total = 0.0
    for batch in torch.randperm(41).split(4):
        loss = nn.functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    shown.append(loss.item())

rises = sum(b > 1.1 * a for a, b in pairwise(shown))
print(f"rises by a tenth or more: {rises}")
#> rises by a tenth or more: 4
