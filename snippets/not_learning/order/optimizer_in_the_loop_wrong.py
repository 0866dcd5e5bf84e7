"""Wrong: an optimizer that is made in each step forgets its momentum."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2) * torch.tensor([1.0, 0.1])
y = x.sum(1, keepdim=True) * 3

model = nn.Linear(2, 1)
for epoch in range(200):
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.95)
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
