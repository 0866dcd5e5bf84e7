"""With tokens before heads, a reshape leaves each token's numbers together."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(64, 4, 6)  # (sample=64, token=4, feature=6)
y = x.sum(2, keepdim=True)  # of each token its own sum

enter, leave = nn.Linear(6, 6), nn.Linear(6, 1)
optimizer = optim.Adam([*enter.parameters(), *leave.parameters()], lr=0.05)

for step in range(80):
    heads = enter(x).reshape(64, 4, 2, 3).transpose(1, 2)
    # (sample=64, head=2, token=4, feature=3), and here attention would follow
    tokens = heads.transpose(1, 2).reshape(64, 4, 6)
    loss = ((leave(tokens) - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.0f}")
#> loss 0
