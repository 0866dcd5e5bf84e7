"""The seed is set once, and the noise is new in each epoch."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(20, 30)  # (sample=20, feature=30)
y = x[:, :1]

model = nn.Linear(30, 1)
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(500):
    noisy = x + 0.5 * torch.randn_like(x)
    loss = nn.functional.mse_loss(model(noisy), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

with torch.no_grad():
    again = nn.functional.mse_loss(model(x + 0.5 * torch.randn_like(x)), y)
print(f"loss {loss.item():.2f}, with other noise {again.item():.2f}")
#> loss 0.17, with other noise 0.13
