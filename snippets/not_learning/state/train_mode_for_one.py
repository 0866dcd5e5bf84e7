"""In eval mode, batch norm uses what it has learned of the data."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1

model = nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2), nn.Linear(2, 1))
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

model.eval()
off = abs(model(x[:1]).item() - y[0].item())
print(f"one prediction {off:.1f} off")
#> one prediction 0.0 off
