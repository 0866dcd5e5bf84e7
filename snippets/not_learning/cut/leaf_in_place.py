"""Under no_grad() a weight can be changed in place."""

import torch
from torch import nn

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

weight = torch.zeros(1, requires_grad=True)
bias = torch.zeros(1, requires_grad=True)

for epoch in range(30):
    loss = nn.functional.mse_loss(weight * x + bias, y)
    weight.grad = bias.grad = None
    loss.backward()
    with torch.no_grad():
        weight -= 0.1 * weight.grad
        bias -= 0.1 * bias.grad
