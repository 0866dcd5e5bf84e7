"""Wrong: a distance of 0 has an infinite slope."""

import torch
from torch import nn, optim

posts = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])  # (post=3, axis=2)
measured = ((posts - torch.tensor([1.0, 2.0])) ** 2).sum(1).sqrt()

place = nn.Parameter(torch.zeros(2))  # begins at the first post
optimizer = optim.SGD([place], lr=0.1)

for step in range(100):
    squared = ((posts - place) ** 2).sum(1)  # (post=3)
    distance = squared.sqrt()
    loss = ((distance - measured) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss nan
