"""Wrong: a loss of 0 has a slope of nan, and a step makes the weight nan."""

import torch
from torch import optim

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x
weight = torch.tensor(2.0, requires_grad=True)  # already right
optimizer = optim.SGD([weight], lr=0.1)

loss = torch.sqrt((weight * x - y) ** 2).mean()  # |error|, the long way
loss.backward()
optimizer.step()
print(f"loss {loss.item()}  gradient {weight.grad.item()}")
#> loss 0.0  gradient nan
print(f"weight {weight.item()}")
#> weight nan

weight = torch.tensor(2.0, requires_grad=True)
loss = (weight * x - y).abs().mean()
loss.backward()
print(f"loss {loss.item()}  gradient {weight.grad.item()}")
#> loss 0.0  gradient 0.0
