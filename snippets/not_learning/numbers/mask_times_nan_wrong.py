"""Wrong: 0 times nan is nan, so a mask by multiplication hides nothing."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1
y[3] = torch.nan  # not measured
known = ~y.isnan()  # (sample=50, feature=1)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    error = model(x) - y
    loss = (error**2 * known).sum() / known.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss nan
