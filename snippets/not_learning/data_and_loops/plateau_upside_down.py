"""Told that more is better, the schedule lets lr be while the score rises."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(200, 4)  # (sample=200, feature=4)
label = (x.sum(1) > 0).long()

model = nn.Linear(4, 2)
optimizer = optim.SGD(model.parameters(), lr=0.05)
plateau = optim.lr_scheduler.ReduceLROnPlateau
scheduler = plateau(optimizer, patience=2, mode="max")

for epoch in range(100):
    loss = nn.functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    right = -loss.item()  # a score: the more, the better
    scheduler.step(right)

print(f"lr ends at {optimizer.param_groups[0]['lr']:.0e}")
#> lr ends at 5e-02
