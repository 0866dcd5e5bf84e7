"""Wrong: NumPy computes a loss that autograd does not see."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(30):
    error = model(x).numpy() - y.numpy()
    loss = torch.tensor((error**2).mean())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
