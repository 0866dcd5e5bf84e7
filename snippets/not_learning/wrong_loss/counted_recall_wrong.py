"""Wrong: recall counts rounded answers, and rounding has a slope of 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 2)  # (sample=60, feature=2)
y = (x[:, 0] > 0.5).float()  # (sample=60), 1 for yes

model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(60):
    p = model(x).squeeze(1).sigmoid()
    yes = p.round()
    recall = (yes * y).sum() / y.sum()
    precision = (yes * y).sum() / (yes.sum() + 1e-8)
    loss = 2 - recall - precision
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 1.3
