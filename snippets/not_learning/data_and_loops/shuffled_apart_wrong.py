"""Wrong: x and y are shuffled each for itself."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    order = torch.randperm(50)
    x_shuffled, y_shuffled = x[order], y[torch.randperm(50)]
    loss = nn.functional.mse_loss(model(x_shuffled), y_shuffled)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.0f}")
#> loss 4
