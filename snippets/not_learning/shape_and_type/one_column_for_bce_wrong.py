"""Wrong: a column of logits against a row of labels is refused."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 2)  # (sample=50, feature=2)
y = (x[:, 0] > x[:, 1]).float()  # (sample=50)

model = nn.Linear(2, 1)
loss_fn = nn.BCEWithLogitsLoss()
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(50):
    loss = loss_fn(model(x), y)  # (sample=50, 1) against (sample=50)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
