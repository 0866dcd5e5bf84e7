"""Wrong: what inference_mode() computed cannot be trained on."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = x.sin()

encoder = nn.Sequential(nn.Linear(1, 8), nn.Tanh())  # stays as it is
head = nn.Linear(8, 1)
optimizer = optim.Adam(head.parameters(), lr=0.1)

with torch.inference_mode():
    features = encoder(x)

for epoch in range(60):
    loss = nn.functional.mse_loss(head(features), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
