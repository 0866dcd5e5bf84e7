"""LBFGS gets a function for the loss and its gradient."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.LBFGS(model.parameters())


def closure():
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    return loss


for epoch in range(5):
    loss = optimizer.step(closure)
