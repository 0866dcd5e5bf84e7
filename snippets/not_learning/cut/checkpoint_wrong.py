"""Wrong: behind a frozen layer a re-entrant checkpoint gives no gradient."""

import torch
from torch import nn, optim
from torch.utils.checkpoint import checkpoint

torch.manual_seed(7)
x = torch.randn(64, 4)
y = x[:, :1] * x[:, 1:2]

frozen = nn.Linear(4, 16).requires_grad_(False)
adapter = nn.Sequential(nn.Linear(16, 16), nn.Tanh())
head = nn.Linear(16, 1)
optimizer = optim.Adam([*adapter.parameters(), *head.parameters()], lr=0.02)

for epoch in range(80):
    hidden = checkpoint(adapter, frozen(x), use_reentrant=True)
    loss = nn.functional.mse_loss(head(hidden), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
