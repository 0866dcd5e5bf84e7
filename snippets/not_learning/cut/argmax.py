"""Cross-entropy takes the logits themselves."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2)
y = (x[:, 0] > x[:, 1]).long()

model = nn.Linear(2, 2)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(60):
    logits = model(x)
    loss = nn.functional.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
