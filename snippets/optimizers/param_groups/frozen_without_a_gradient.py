"""A frozen weight without a gradient stays where it is."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

loss = nn.functional.mse_loss(model(x), y)
loss.backward()
model.weight.requires_grad_(False)
optimizer.zero_grad()  # now .grad is None

before = model.weight.item()
optimizer.step()
print(f"the frozen weight moved by {model.weight.item() - before:.3f}")
#> the frozen weight moved by 0.000

before = model.weight.item()
loss = nn.functional.mse_loss(model(x), y)
loss.backward()  # writes the bias's gradient alone
optimizer.step()
print(f"after another backward() by {model.weight.item() - before:.3f}")
#> after another backward() by 0.000
