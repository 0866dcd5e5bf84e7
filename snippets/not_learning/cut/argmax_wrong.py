"""Wrong: argmax gives a place, and a place has no slope."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2)
y = (x[:, 0] > x[:, 1]).long()

model = nn.Linear(2, 2)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(60):
    logits = model(x)
    loss = nn.functional.mse_loss(logits.argmax(1).float(), y.float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
