"""The mean over all triplets keeps strangers apart."""

import torch
from torch import nn, optim

torch.manual_seed(7)

MARGIN = 0.5
centre = torch.randn(20, 8)  # (person=20, feature=8)
person = torch.arange(20).repeat_interleave(4)
same = person[:, None] == person
triplet = same[:, :, None] & ~same[:, None, :]  # (anchor, friend, stranger)
model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 4))
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(200):
    photo = centre[person] + torch.randn(80, 8)
    spot = model(photo)
    d = torch.cdist(spot, spot)  # (anchor=80, other=80)
    gap = d[:, :, None] - d[:, None, :] + MARGIN
    loss = gap.relu()[triplet].mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}, spread {spot.std(0).mean():.1f}")
#> loss 0.2, spread 0.7
