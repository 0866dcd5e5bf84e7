"""The loss of a wave has many minima, and the start decides for one."""

import torch
from torch import optim

x = torch.linspace(-3, 3, 50)  # (sample=50)
y = torch.sin(2 * x)  # so the weight to find is 2

for start in [0.5, 1.5, 4.0]:
    weight = torch.tensor(start, requires_grad=True)
    optimizer = optim.SGD([weight], lr=0.05)

    for step in range(200):
        loss = ((torch.sin(weight * x) - y) ** 2).mean()

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    end = f"to {weight.item():+.3f}  loss {loss.item():.4f}"
    print(f"from {start:.1f} {end}  slope {abs(weight.grad.item()):.4f}")
    #> from 0.5 to -0.160  loss 0.4325  slope 0.0000
    #> from 1.5 to +2.000  loss 0.0000  slope 0.0000
    #> from 4.0 to +4.406  loss 0.9100  slope 0.0000
