"""Wrong: from weights of 0 only the last bias learns."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 2)  # (sample=50, feature=2)
y = x[:, :1] * 2 + 1  # (sample=50, 1)

model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
for parameter in model.parameters():
    nn.init.zeros_(parameter)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 4.2
