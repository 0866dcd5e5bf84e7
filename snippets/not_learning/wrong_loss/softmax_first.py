"""The model ends with logits, and the loss takes the softmax."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.eye(3)  # (sample=3, feature=3), one of each class
label = torch.tensor([0, 1, 2])

model = nn.Sequential(nn.Linear(3, 3))
optimizer = optim.Adam(model.parameters(), lr=0.3)

for step in range(80):
    loss = nn.functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.2f}")
#> loss 0.00
