"""Wrong: a layer that is thawed later is not in the optimizer."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = (3 * x).sin()

encoder = nn.Sequential(nn.Linear(1, 16), nn.Tanh()).requires_grad_(False)
model = nn.Sequential(encoder, nn.Linear(16, 1))
trainable = [p for p in model.parameters() if p.requires_grad]
optimizer = optim.Adam(trainable, lr=0.03)

for epoch in range(100):
    if epoch == 20:
        encoder.requires_grad_(True)
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
