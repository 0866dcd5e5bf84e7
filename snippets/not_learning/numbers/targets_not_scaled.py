"""Scaled targets lie as near as the first predictions are."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.rand(60, 1)  # (flat=60, feature=1)
price = 200_000 + 300_000 * x
y = (price - price.mean()) / price.std()

model = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = optim.Adam(model.parameters(), lr=0.01)

for epoch in range(200):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.0e}, that of the mean {y.var().item():.0e}")
#> loss 4e-05, that of the mean 1e+00
