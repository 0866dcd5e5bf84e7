"""The warm-up begins with a share of lr, and grows."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(40, 1)  # (sample=40, feature=1)
y = 3 * x
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
warm_up = 100


def share(step):
    return min(1, (step + 1) / warm_up)


scheduler = optim.lr_scheduler.LambdaLR(optimizer, share)

for epoch in range(90):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()

print(f"loss {loss.item():.1f}, lr {scheduler.get_last_lr()[0]:.2f}")
#> loss 0.0, lr 0.09
