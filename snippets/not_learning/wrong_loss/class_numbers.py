"""Cross-entropy takes a class's number for a name."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.tensor([[-1.0], [0.0], [1.0]])  # (sample=3, feature=1)
label = torch.tensor([0, 2, 1])  # cat, fox, dog

model = nn.Linear(1, 3)  # a logit for each class
optimizer = optim.Adam(model.parameters(), lr=0.5)

for step in range(80):
    loss = nn.functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
