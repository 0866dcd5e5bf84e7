"""Wrong: a scaled gradient is cut to 1, and then divided by the scale."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 3 * x

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    scaler.step(optimizer)
    scaler.update()

print(f"loss {loss.item():.2f}")
#> loss 12.34
