"""Binary cross-entropy takes labels as floats."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 2)  # (sample=50, feature=2)
y = (x[:, :1] > 0).float()  # (sample=50, 1)

model = nn.Linear(2, 1)
loss_fn = nn.BCEWithLogitsLoss()
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(50):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
