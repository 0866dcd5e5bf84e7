"""detach() lets the state go on without its graph."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(20, 16, 1)  # (batch=20, samples=16, features=1)
y = x + x.roll(1, dims=0) / 2  # of this sample, and of the one before

model = nn.RNNCell(1, 8)
head = nn.Linear(8, 1)
optimizer = optim.Adam([*model.parameters(), *head.parameters()], lr=0.03)

for epoch in range(8):
    state = torch.zeros(16, 8)
    for xb, yb in zip(x, y, strict=True):
        state = model(xb, state.detach())
        loss = nn.functional.mse_loss(head(state), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
