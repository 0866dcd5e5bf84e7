"""Wrong: the first of two losses frees the graph that they share."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin()

model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(80):
    y_pred = model(x)
    loss = nn.functional.mse_loss(y_pred, y)
    size = 0.001 * y_pred.abs().mean()
    optimizer.zero_grad()
    loss.backward()
    size.backward()
    optimizer.step()
