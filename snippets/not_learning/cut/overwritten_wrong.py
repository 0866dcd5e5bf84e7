"""Wrong: *= writes over a number that backward() needs."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin() + 1

model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1), nn.Sigmoid())
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(80):
    y_pred = model(x)
    y_pred *= 2  # the sigmoid ends at 1
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
