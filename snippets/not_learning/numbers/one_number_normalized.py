"""Of sixteen numbers the mean leaves what parts them."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 4)  # (sample=60, feature=4)
y = x.sum(1, keepdim=True)
width = 16

model = nn.Sequential(
    nn.Linear(4, width), nn.LayerNorm(width), nn.Linear(width, 1)
)
optimizer = optim.Adam(model.parameters(), lr=0.05)

for epoch in range(200):
    y_pred = model(x)
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"one answer for all: {y_pred.std().item() < 0.01}")
#> one answer for all: False
