"""Wrong: cross-entropy refuses class numbers with a decimal point."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 3)  # (sample=60, feature=3)
table = torch.cat([x, x.argmax(1, keepdim=True)], dim=1)  # as from a file

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)
label = table[:, 3]  # float32, as the whole table

for epoch in range(50):
    loss = nn.functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
