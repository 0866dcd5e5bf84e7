"""The density of a sure prediction is above 1, and its loss below 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 3 * x + 0.1 * torch.randn(50, 1)

model = nn.Linear(1, 1)
log_var = nn.Parameter(torch.zeros(1))
optimizer = optim.Adam([*model.parameters(), log_var], lr=0.2)

for epoch in range(100):
    squared = (model(x) - y) ** 2
    loss = (squared / log_var.exp() + log_var).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

spread = log_var.exp().sqrt().item()
print(f"loss below 0: {loss.item() < 0}, spread of the data {spread:.1f}")
#> loss below 0: True, spread of the data 0.3
