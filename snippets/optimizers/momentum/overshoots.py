"""Momentum carries the weights past the minimum and back."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

rises, loss_before = 0, float("inf")
for epoch in range(100):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    rises += loss.item() > loss_before
    loss_before = loss.item()

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 1.98  bias 0.99
print(f"loss {loss.item():.4f}, which rose {rises} times")
#> loss 0.0090, which rose 16 times
