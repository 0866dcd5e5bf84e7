"""torch's own absolute value has a slope of 0 at 0, and the weight stays."""

import torch
from torch import optim

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x
weight = torch.tensor(2.0, requires_grad=True)  # already right
optimizer = optim.SGD([weight], lr=0.1)

loss = (weight * x - y).abs().mean()
loss.backward()
optimizer.step()
print(f"loss {loss.item()}  gradient {weight.grad.item()}")
#> loss 0.0  gradient 0.0
print(f"weight {weight.item()}")
#> weight 2.0
