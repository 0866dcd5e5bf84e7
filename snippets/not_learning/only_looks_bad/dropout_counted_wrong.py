"""Wrong: the training loss is taken under dropout, the held-out loss is not."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(400, 8)  # (sample=400, feature=8)
y = x.sum(1, keepdim=True)
model = nn.Sequential(nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = optim.SGD(model.parameters(), lr=0.1)
shown = []

for epoch in range(60):
    model.train()
    loss = nn.functional.mse_loss(model(x[:200]), y[:200])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    model.eval()
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(x[200:]), y[200:])
        training = loss
    shown.append(training.item())

print(f"held out is below training: {held_out.item() < shown[-1]}")
#> held out is below training: True
