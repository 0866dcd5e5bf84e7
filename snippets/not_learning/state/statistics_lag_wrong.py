"""Wrong: after 60 steps of 0.01 the running mean is not at the data's yet."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = 100 + 10 * torch.randn(50, 1)  # (sample=50, feature=1)
y = x / 10

model = nn.Sequential(nn.BatchNorm1d(1, momentum=0.01), nn.Linear(1, 1))
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(60):
    model.train()
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

model.eval()
with torch.no_grad():
    measured = nn.functional.mse_loss(model(x), y)
print(f"in training mode {loss.item():.1f}, in eval mode {measured:.1f}")
#> in training mode 0.0, in eval mode 54.7
