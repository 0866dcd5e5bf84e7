"""requires_grad_() of a module freezes its parameters."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin()

encoder = nn.Sequential(nn.Linear(1, 16), nn.Tanh())
encoder.requires_grad_(False)
model = nn.Sequential(encoder, nn.Linear(16, 1))
optimizer = optim.Adam(model.parameters(), lr=0.03)

for epoch in range(60):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
