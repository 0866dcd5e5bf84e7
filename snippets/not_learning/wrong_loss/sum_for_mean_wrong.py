"""Wrong: the sum over 100 samples makes each step 100 times as long."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss(reduction="sum")
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.2f}")
#> loss nan
