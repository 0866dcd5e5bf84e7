"""Momentum arrives sooner along a ravine, and later across it."""

import torch
from torch import nn, optim

steepness = torch.tensor([1.0, 100.0], dtype=torch.float64)  # along, across


def steps_to_arrive(**settings):
    """Steps until the loss of each direction stays below the limit."""
    position = nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer = optim.SGD([position], lr=0.01, **settings)
    losses = []
    for step in range(500):
        parts = 0.5 * steepness * position**2  # (direction=2)
        loss = parts.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(parts.tolist())
    limit = 1e-6 * sum(losses[0])  # a millionth of the first loss
    return [
        1 + max(step for step in range(500) if losses[step][direction] > limit)
        for direction in range(2)
    ]


kinds = {
    "plain": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9, "nesterov": True},
}
print("           along  across")
#>            along  across
for name, settings in kinds.items():
    along, across = steps_to_arrive(**settings)
    print(f"{name:9} {along:6} {across:7}")
    #> plain        458       1
    #> momentum      85     132
    #> nesterov      82       2
