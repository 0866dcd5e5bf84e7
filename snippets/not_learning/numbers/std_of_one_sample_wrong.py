"""Wrong: the last batch has one sample, whose standard deviation is nan."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(33, 2)  # (sample=33, feature=2)
y = 50 + 10 * x[:, :1]  # (sample=33, 1)

model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(8):
    for batch in torch.randperm(33).split(8):
        mean, std = y[batch].mean(), y[batch].std()
        loss = ((model(x[batch]) - (y[batch] - mean) / std) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss nan
