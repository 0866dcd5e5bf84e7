"""The total begins at 0 in each epoch."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(40, 1)  # (sample=40, feature=1)
y = 3 * x + 0.3 * torch.randn(40, 1)
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
shown = []

for epoch in range(10):
    total = 0.0
    for i in torch.randperm(40).split(10):
        loss = nn.functional.mse_loss(model(x[i]), y[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    shown.append(total / 4)

print(f"grows in each epoch: {shown == sorted(shown)}")
#> grows in each epoch: False
