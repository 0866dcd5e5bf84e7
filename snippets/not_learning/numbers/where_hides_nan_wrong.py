"""Wrong: where() leaves a nan out of the loss, not out of the gradient."""

import torch
from torch import nn, optim

x = torch.tensor([-1.0, 1.0, 2.0, 3.0])  # (sample=4)
y = torch.tensor([0.0, 1.0, 2.0, 3.0])  # (sample=4)
scale = nn.Parameter(torch.tensor(0.5))
optimizer = optim.SGD([scale], lr=0.1)

for step in range(50):
    root = torch.where(x > 0, (scale * x).sqrt(), 0.0)
    loss = ((root**2 - y) ** 2).mean()
    if step == 0:
        print(f"first loss finite: {loss.isfinite().item()}")
        #> first loss finite: True
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"scale {scale.item():.1f}")
#> scale nan
