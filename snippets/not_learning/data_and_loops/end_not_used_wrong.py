"""Wrong: what comes after the end is counted, so values have no measure."""

import torch
from torch import nn, optim

torch.manual_seed(7)

places = torch.eye(5)  # (place=5, feature=5)
q = nn.Linear(5, 2)  # what a move to the left or to the right is worth
optimizer = optim.SGD(q.parameters(), lr=0.2)
place = 2

for step in range(800):
    move = int(torch.randint(2, ()))  # tries both: 0 is left, 1 is right
    after = max(place + 2 * move - 1, 0)
    done = after == 4
    reward = 1.0 if done else 0.0
    after = 2 if done else after  # there the next episode begins
    with torch.no_grad():
        later = q(places[after]).max()
    loss = (q(places[place])[move] - (reward + 0.9 * later)) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    place = after

best = q(places[:4]).max().item()
print(f"paid at most 1 in an episode, expected up to {best:.1f}")
#> paid at most 1 in an episode, expected up to 5.3
