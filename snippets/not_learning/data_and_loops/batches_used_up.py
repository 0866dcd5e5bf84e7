"""A list of batches begins anew in each epoch."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(40, 1)  # (sample=40, feature=1)
y = 2 * x + 1
batches = list(zip(x.split(10), y.split(10), strict=True))

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(20):
    for x_batch, y_batch in batches:
        loss = nn.functional.mse_loss(model(x_batch), y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
