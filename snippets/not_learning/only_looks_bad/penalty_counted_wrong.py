"""Wrong: what is shown is the loss and a penalty on the weights."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 10 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
shown = []

for epoch in range(100):
    error = nn.functional.mse_loss(model(x), y)
    loss = error + 0.01 * model.weight.square().sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    shown.append(loss.item())

print(f"loss {shown[-1]:.2f}")
#> loss 0.99
