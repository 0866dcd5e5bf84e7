"""Both losses belong to the model at the end of the epoch."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(200, 1)  # (sample=200, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(200, 1)
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.02)
shown = []

for epoch in range(8):
    total = 0.0
    for batch in torch.arange(100).split(4):
        loss = nn.functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() / 25
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(x[100:]), y[100:]).item()
        training = nn.functional.mse_loss(model(x[:100]), y[:100]).item()
    shown.append(training)
    if epoch == 0:
        print(f"held out is below half of training: {held_out < training / 2}")
        #> held out is below half of training: False
