"""Wrong: each epoch begins with a new model."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1

for epoch in range(20):
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for batch in torch.arange(50).split(10):
        loss = nn.functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 1.3
