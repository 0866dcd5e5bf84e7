"""Wrong: one loss from before the loop has one graph, soon freed."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

loss = nn.functional.mse_loss(model(x), y)
for epoch in range(30):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
