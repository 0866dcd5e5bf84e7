"""Wrong: torch.tensor() around parameters copies their numbers."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x[:, 0] + 1

slope = torch.zeros((), requires_grad=True)
shift = torch.zeros((), requires_grad=True)
optimizer = optim.SGD([slope, shift], lr=0.1)

for epoch in range(30):
    line = torch.tensor([slope.item(), shift.item()])
    y_pred = torch.cat([x, torch.ones(64, 1)], dim=1) @ line
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
