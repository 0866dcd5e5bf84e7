"""On loss = w², a step keeps 1 - lr * 2 of the distance to 0."""

import torch
from torch import nn, optim

print("  lr  keeps  w after 1, 2, 3 … 20 steps")
#>   lr  keeps  w after 1, 2, 3 … 20 steps
for lr in (0.1, 0.4, 0.5, 0.6, 0.9, 1.0, 1.1):
    w = nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    optimizer = optim.SGD([w], lr=lr)
    seen = []
    for step in range(20):
        loss = w**2  # its second derivative is 2 everywhere
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen.append(f"{w.item():+8.3f}")
    print(f"{lr:4} {1 - lr * 2:+6.1f} ", *seen[:3], "…", seen[-1])
    #>  0.1   +0.8    +0.800   +0.640   +0.512 …   +0.012
    #>  0.4   +0.2    +0.200   +0.040   +0.008 …   +0.000
    #>  0.5   +0.0    +0.000   +0.000   +0.000 …   +0.000
    #>  0.6   -0.2    -0.200   +0.040   -0.008 …   +0.000
    #>  0.9   -0.8    -0.800   +0.640   -0.512 …   +0.012
    #>  1.0   -1.0    -1.000   +1.000   -1.000 …   +1.000
    #>  1.1   -1.2    -1.200   +1.440   -1.728 …  +38.338
