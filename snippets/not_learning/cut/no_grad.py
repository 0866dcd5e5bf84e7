"""Encoder and head learn together."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin()

encoder = nn.Sequential(nn.Linear(1, 8), nn.Tanh())
head = nn.Linear(8, 1)
optimizer = optim.Adam([*encoder.parameters(), *head.parameters()], lr=0.02)

for epoch in range(60):
    features = encoder(x)
    loss = nn.functional.mse_loss(head(features), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
