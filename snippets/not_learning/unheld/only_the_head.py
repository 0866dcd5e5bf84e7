"""The optimizer gets the whole model."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = (3 * x).sin()

encoder = nn.Sequential(nn.Linear(1, 16), nn.Tanh())
head = nn.Linear(16, 1)
model = nn.Sequential(encoder, head)
optimizer = optim.Adam(model.parameters(), lr=0.03)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
