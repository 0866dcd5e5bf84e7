"""A sigmoid makes a probability of a single number."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(80, 3)  # (sample=80, feature=3)
y = (x[:, :1] > 0).float()  # (sample=80, answer=1)

model = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
optimizer = optim.Adam(model.parameters(), lr=0.1)
loss_fn = nn.BCELoss()

for epoch in range(60):
    p = model(x)
    loss = loss_fn(p, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"answers from {p.min().item():.2f} to {p.max().item():.2f}")
#> answers from 0.00 to 1.00
