"""Each head is a layer of its own, and gives an answer of its own."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = torch.cat([x, -x], dim=1)  # (sample=50, answer=2)

heads = nn.ModuleList([nn.Linear(1, 1) for _ in range(2)])
optimizer = optim.SGD(heads.parameters(), lr=0.1)

for epoch in range(100):
    y_pred = torch.cat([head(x) for head in heads], dim=1)
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"one layer: {heads[0] is heads[1]}, loss {loss.item():.2f}")
#> one layer: False, loss 0.00
