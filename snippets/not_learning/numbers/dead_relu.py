"""The last layer has no ReLU, so each error reaches it."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 2)  # (sample=50, feature=2)
y = 4 + x[:, :1]  # (sample=50, 1), above 0

last = nn.Linear(8, 1)
nn.init.constant_(last.bias, -3.0)
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), last)
optimizer = optim.SGD(model.parameters(), lr=0.05)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"largest prediction {model(x).max().item():.1f}")
#> largest prediction 5.5
