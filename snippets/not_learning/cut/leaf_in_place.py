"""Under no_grad() a weight can be changed in place."""

import torch
from torch import nn

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)

for epoch in range(30):
    loss = nn.functional.mse_loss(w * x + b, y)
    w.grad = b.grad = None
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        b -= 0.1 * b.grad
