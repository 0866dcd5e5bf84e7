"""Wrong: each word is asked for itself, which is no question."""

import torch
from torch import nn, optim

torch.manual_seed(7)

start = torch.randint(8, (50, 1))
words = (start + 3 * torch.arange(6)) % 8  # (sentence=50, place=6)

model = nn.Sequential(nn.Embedding(8, 16), nn.Linear(16, 8))
optimizer = optim.Adam(model.parameters(), lr=0.05)

for epoch in range(100):
    x, y = words, words
    loss = nn.functional.cross_entropy(model(x).flatten(0, 1), y.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

written = words[:, :1]
for place in range(1, 6):
    after = model(written[:, -1:]).argmax(2)
    written = torch.cat([written, after], dim=1)
right = (written == words)[:, 1:].float().mean().item()
print(f"loss {loss.item():.2f}, words right {right:.2f}")
#> loss 0.00, words right 0.00
