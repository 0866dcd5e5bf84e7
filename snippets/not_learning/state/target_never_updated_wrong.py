"""Wrong: values are learned from a copy that stays as it was drawn."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

places = torch.eye(5)  # (place=5, feature=5)
q = nn.Linear(5, 2)  # what a move to the left or to the right is worth
target = copy.deepcopy(q).requires_grad_(False)
pairs = [*zip(target.parameters(), q.parameters(), strict=True)]
optimizer = optim.SGD(q.parameters(), lr=0.2)
place = 2

for step in range(2000):
    move = int(torch.randint(2, ()))  # tries both: 0 is left, 1 is right
    after = max(place + 2 * move - 1, 0)
    done = after == 4  # at the goal, which pays 1
    worth = 1.0 if done else 0.9 * target(places[after]).max()
    loss = (q(places[place])[move] - worth) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    place = 2 if done else after

right = q(places[:4])[:, 1].tolist()  # the nearer to the goal, the more
print("a step to the right is worth", *(f"{worth:.2f}" for worth in right))
#> a step to the right is worth 0.04 0.41 0.41 1.00
