"""Each use asks parameters() anew."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = 2 * x + 1

model = nn.Linear(1, 1)
print(sum(p.numel() for p in model.parameters()), "numbers to learn")
#> 2 numbers to learn
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(30):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
