"""Two axes of one bowl: each step keeps 1 - lr * λ of each, for its own λ."""

import torch
from torch import nn, optim

curvature = torch.tensor([1.0, 4.0], dtype=torch.float64)  # λ of the two axes

print("  lr  keeps along, across  distance after 20 steps")
#>   lr  keeps along, across  distance after 20 steps
for lr in (0.04, 0.1, 0.25, 0.4, 0.5, 0.53):
    place = nn.Parameter(torch.tensor([2.0, 2.0], dtype=torch.float64))
    optimizer = optim.SGD([place], lr=lr)
    for step in range(20):
        loss = 0.5 * (curvature * place**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    along, across = (1 - lr * curvature).tolist()
    left = "  ".join(f"{distance:6.3f}" for distance in place.abs().tolist())
    print(f"{lr:4}  {along:+5.2f}   {across:+5.2f}   {left}")
    #> 0.04  +0.96   +0.84    0.884   0.061
    #>  0.1  +0.90   +0.60    0.243   0.000
    #> 0.25  +0.75   +0.00    0.006   0.000
    #>  0.4  +0.60   -0.60    0.000   0.000
    #>  0.5  +0.50   -1.00    0.000   2.000
    #> 0.53  +0.47   -1.12    0.000  19.293
