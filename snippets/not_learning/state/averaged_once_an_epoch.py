"""Updated at each step, the average follows the model."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 3 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.05)
average = copy.deepcopy(model).requires_grad_(False)
pairs = [*zip(average.parameters(), model.parameters(), strict=True)]
shown = []  # the loss of the average

for epoch in range(20):
    for i in torch.randperm(100).split(5):
        loss = nn.functional.mse_loss(model(x[i]), y[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for mean, p in pairs:
            mean.lerp_(p.detach(), 0.02)
    shown.append(nn.functional.mse_loss(average(x), y).item())

print(f"loss of the model {loss.item():.2f}, of the average {shown[-1]:.2f}")
#> loss of the model 0.00, of the average 0.00
