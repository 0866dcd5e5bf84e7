"""Inputs around 0 meet each sigmoid where it is steep."""

import torch
from torch import nn, optim

torch.manual_seed(7)

salary = 50_000 + 10_000 * torch.randn(60, 1)  # (sample=60, feature=1)
y = (salary > 50_000).float()
x = (salary - salary.mean()) / salary.std()

model = nn.Sequential(nn.Linear(1, 8), nn.Sigmoid(), nn.Linear(8, 1))
optimizer = optim.Adam(model.parameters(), lr=0.1)
loss_fn = nn.BCEWithLogitsLoss()

for epoch in range(60):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
