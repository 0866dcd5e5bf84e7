"""Wrong: the held-out samples are not scaled as the training samples were."""

import torch
from torch import nn, optim

torch.manual_seed(7)

celsius = 15 + 8 * torch.randn(60, 1)  # (sample=60, feature=1)
y = 0.1 * celsius
mean, std = celsius[:40].mean(), celsius[:40].std()
x = (celsius[:40] - mean) / std
x_held_out = celsius[40:]

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    loss = nn.functional.mse_loss(model(x), y[:40])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(x_held_out), y[40:])

print(f"training {loss.item():.0f}, held out {held_out.item():.0f}")
#> training 0, held out 150
