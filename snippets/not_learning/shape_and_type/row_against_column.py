"""A column of targets against a column of predictions gives each its error."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1  # (sample=50, feature=1)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    error = model(x) - y
    loss = (error**2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"{error.numel()} errors, weight {abs(model.weight.item()):.2f}")
#> 50 errors, weight 2.00
