"""The buffer carries a weight past the lowest point, and up the other side."""

import torch
from torch import nn, optim

w = nn.Parameter(torch.tensor(1.0))
optimizer = optim.SGD([w], lr=0.1, momentum=0.9)

shown = range(0, 12, 2)
print("step     w  w.grad   buffer")
#> step     w  w.grad   buffer
for step in range(50):
    loss = w**2  # lowest at 0
    optimizer.zero_grad()
    loss.backward()
    found_at = w.item()
    optimizer.step()

    buffer = optimizer.state[w]["momentum_buffer"].item()
    if step in shown:
        print(f"{step:4} {found_at:+.2f} {w.grad.item():+7.2f} {buffer:+8.2f}")
        #>    0 +1.00   +2.00    +2.00
        #>    2 +0.46   +0.92    +3.98
        #>    4 -0.31   -0.62    +2.72
        #>    6 -0.71   -1.42    -0.26
        #>    8 -0.52   -1.05    -2.49
        #>   10 +0.00   +0.01    -2.50
