"""Wrong: a feature in the hundreds makes the loss a gorge."""

import torch
from torch import nn, optim

torch.manual_seed(7)

rooms = 1 + torch.randint(5, (50, 1)).float()
metres = 1000 * torch.rand(50, 1)
x = torch.cat([rooms, metres], dim=1)  # (sample=50, feature=2)
y = rooms + metres / 100

model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss nan
