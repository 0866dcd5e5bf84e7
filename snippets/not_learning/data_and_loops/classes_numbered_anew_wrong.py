"""Wrong: each folder numbers the classes that it has, from 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

SPOT = {"ant": [3.0, 0.0], "bee": [0.0, 3.0], "cat": [-3.0, -3.0]}


def photos(names):
    """Two numbers for each photo."""
    spots = torch.tensor([SPOT[name] for name in names])
    return spots + 0.5 * torch.randn(len(names), 2)


def numbers(names, classes):
    return torch.tensor([sorted(classes).index(name) for name in names])


training = ["ant", "bee", "cat"] * 20
held_out = ["bee", "cat"] * 20  # no ant was met
x = photos(training)
model = nn.Linear(2, 3)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    loss = nn.functional.cross_entropy(model(x), numbers(training, SPOT))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

label = numbers(held_out, set(held_out))
right = (model(photos(held_out)).argmax(1) == label).float().mean()
print(f"right among the held-out {right:.2f}")
#> right among the held-out 0.00
