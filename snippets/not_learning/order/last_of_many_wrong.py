"""Wrong: each loss takes the place of the one before it."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 4)  # (sample=50, feature=4)
targets = [x.sum(1, keepdim=True), x[:, :1], x[:, 1:2]]
heads = nn.ModuleList(nn.Linear(4, 1) for _ in targets)
optimizer = optim.SGD(heads.parameters(), lr=0.1)
mse = nn.functional.mse_loss

for epoch in range(100):
    total = torch.zeros(())
    for head, y in zip(heads, targets, strict=True):
        total = mse(head(x), y)
    optimizer.zero_grad()
    total.backward()
    optimizer.step()

each = [mse(head(x), y).item() for head, y in zip(heads, targets, strict=True)]
print("losses", *(f"{one:.2f}" for one in each))
#> losses 2.29 0.92 0.00
