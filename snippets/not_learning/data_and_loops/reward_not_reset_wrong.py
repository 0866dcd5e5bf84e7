"""Wrong: after the first goal each move is paid; to arrive is worth least."""

import torch
from torch import nn, optim

torch.manual_seed(7)

places = torch.eye(5)  # (place=5, feature=5)
q = nn.Linear(5, 2)  # what a move to the left or to the right is worth
optimizer = optim.SGD(q.parameters(), lr=0.2)
place, reward = 2, 0.0

for step in range(1500):
    move = int(torch.randint(2, ()))  # tries both: 0 is left, 1 is right
    after = max(place + 2 * move - 1, 0)
    done = after == 4
    if done:
        reward = 1.0
    with torch.no_grad():
        later = 0.0 if done else q(places[after]).max()
    loss = (q(places[place])[move] - (reward + 0.9 * later)) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    place = 2 if done else after

left, right = q(places[3]).tolist()  # the goal is to the right
print(f"beside the goal: left is worth {left:.1f}, right {right:.1f}")
#> beside the goal: left is worth 10.0, right 1.0
