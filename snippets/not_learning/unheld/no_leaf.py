"""The tensor is made as it is wanted, and is a leaf."""

import torch
from torch import optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
bias = torch.zeros(1, requires_grad=True)
optimizer = optim.SGD([weight, bias], lr=0.1)

for epoch in range(30):
    loss = ((weight * x + bias - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
