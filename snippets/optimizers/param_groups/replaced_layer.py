"""add_param_group hands a new layer to an optimizer."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = optim.SGD(model.parameters(), lr=0.1)
model[2] = nn.Linear(8, 1)
optimizer.add_param_group({"params": model[2].parameters(), "lr": 0.1})

before = model[2].weight.detach().clone()
for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

held = [p for group in optimizer.param_groups for p in group["params"]]
holds = any(model[2].weight is p for p in held)
print("the optimizer holds the new weight:", holds)
#> the optimizer holds the new weight: True
print("the new weight has a gradient:", model[2].weight.grad is not None)
#> the new weight has a gradient: True
print("the new weight moved:", not torch.equal(model[2].weight, before))
#> the new weight moved: True
