"""The losses of three heads are added up, and each head learns."""

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
        total = total + mse(head(x), y)
    optimizer.zero_grad()
    total.backward()
    optimizer.step()

each = [mse(head(x), y).item() for head, y in zip(heads, targets, strict=True)]
print("losses", *(f"{one:.2f}" for one in each))
#> losses 0.00 0.00 0.00
