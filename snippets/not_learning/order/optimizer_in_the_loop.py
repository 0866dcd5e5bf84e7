"""One optimizer lives as long as the training."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2) * torch.tensor([1.0, 0.1])
y = x.sum(1, keepdim=True) * 3

model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.95)
for epoch in range(200):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
