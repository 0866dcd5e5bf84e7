"""Wrong: a schedule of 20 epochs, stepped for each batch, ends early."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.05)
scheduler = optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=20)

for epoch in range(20):
    for batch in torch.arange(50).split(5):
        loss = nn.functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()

print(f"loss {loss.item():.1f}")
#> loss 1.0
