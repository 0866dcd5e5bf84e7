"""Wrong: a new tensor of numbers, and the first layer gets no gradient."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin()

first = nn.Sequential(nn.Linear(1, 8), nn.Tanh())
last = nn.Linear(8, 1)
optimizer = optim.Adam([*first.parameters(), *last.parameters()], lr=0.02)

for epoch in range(60):
    hidden = torch.tensor(first(x).tolist())
    loss = nn.functional.mse_loss(last(hidden), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
