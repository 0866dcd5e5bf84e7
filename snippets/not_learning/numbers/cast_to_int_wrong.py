"""Wrong: what an agent sees is kept in whole numbers, and all are 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

seen = torch.rand(100, 4) - 0.5  # (moment=100, feature=4), each below 1
move = (seen.sum(1) > 0).long()  # to the right, if that is above 0

memory = torch.zeros(100, 4, dtype=torch.int)
for moment, state in enumerate(seen):
    memory[moment] = state

model = nn.Linear(4, 2)
optimizer = optim.SGD(model.parameters(), lr=2.0)
for epoch in range(200):
    loss = nn.functional.cross_entropy(model(memory.float()), move)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"in memory from {memory.min():.2f} to {memory.max():.2f}")
#> in memory from 0.00 to 0.00
