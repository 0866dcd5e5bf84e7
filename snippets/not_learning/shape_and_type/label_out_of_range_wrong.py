"""Wrong: classes counted from 1 have a last one that the model lacks."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 2)  # (sample=60, feature=2)
label = 1 + x.argmax(1) + (x.sum(1) > 0)  # (sample=60): 1, 2 or 3

model = nn.Linear(2, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(50):
    loss = nn.functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
