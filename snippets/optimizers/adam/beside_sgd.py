"""Adam sets out along a diagonal, SGD down the steepest slope."""

import torch
from torch import nn, optim

steepness = torch.tensor([1.0, 25.0], dtype=torch.float64)  # along, across
kinds = {"SGD": (optim.SGD, 0.07), "Adam": (optim.Adam, 0.1)}

for name, (kind, lr) in kinds.items():
    place = nn.Parameter(torch.tensor([2.0, 1.0], dtype=torch.float64))
    optimizer = kind([place], lr=lr)
    seen = []
    for step in range(60):
        loss = 0.5 * (steepness * place**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen.append(place.tolist())
    along, across = 2 - seen[0][0], 1 - seen[0][1]
    print(f"{name:4}  first step: along {along:.2f}, across {across:.2f}")
    #> SGD   first step: along 0.14, across 1.75
    #> Adam  first step: along 0.10, across 0.10
