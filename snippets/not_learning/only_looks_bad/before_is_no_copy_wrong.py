"""Wrong: a list of parameters holds the parameters, not what they were."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
before = list(model.parameters())

for epoch in range(50):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

pairs = zip(model.parameters(), before, strict=True)
moved = [not now.equal(then) for now, then in pairs]
print(f"moved {moved}, loss {loss.item():.1f}")
#> moved [False, False], loss 0.0
