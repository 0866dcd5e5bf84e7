"""In a ravine, momentum arrives in a fraction of the steps."""

import torch
from torch import nn, optim

along, across = 1.0, 100.0  # how steep
steepness = torch.tensor([along, across], dtype=torch.float64)


def steps_to_arrive(**settings):
    """Steps until the loss stays below a millionth of the first."""
    position = nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer = optim.SGD([position], lr=0.01, **settings)
    losses = []
    for step in range(500):
        loss = 0.5 * (steepness * position**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    above = [step for step in range(500) if losses[step] > 1e-6 * losses[0]]
    return above[-1] + 1


plain = steps_to_arrive()
momentum = steps_to_arrive(momentum=0.9)
nesterov = steps_to_arrive(momentum=0.9, nesterov=True)
print(f"plain {plain}  momentum {momentum}  nesterov {nesterov}")
#> plain 458  momentum 132  nesterov 82
