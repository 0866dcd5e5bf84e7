"""Adam's formula, written by hand, follows optim.Adam."""

import torch
from torch import nn, optim

torch.manual_seed(7)

gradients = torch.randn(100, dtype=torch.float64)
weight = nn.Parameter(torch.zeros((), dtype=torch.float64))
optimizer = optim.Adam([weight], lr=0.01)

lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
by_hand, m, v = 0.0, 0.0, 0.0

for t, g in enumerate(gradients.tolist(), start=1):
    weight.grad = torch.tensor(g, dtype=torch.float64)
    optimizer.step()

    m = beta1 * m + (1 - beta1) * g  # a mean of recent gradients
    v = beta2 * v + (1 - beta2) * g**2  # and of their squares
    m_hat = m / (1 - beta1**t)  # takes out that m began at 0
    v_hat = v / (1 - beta2**t)
    by_hand -= lr * m_hat / (v_hat**0.5 + eps)

    if t in (1, 2, 3, 10, 100):
        print(f"step {t:3}  Adam {weight.item():+.4f}  by hand {by_hand:+.4f}")
        #> step   1  Adam -0.0100  by hand -0.0100
        #> step   2  Adam -0.0198  by hand -0.0198
        #> step   3  Adam -0.0265  by hand -0.0265
        #> step  10  Adam -0.0792  by hand -0.0792
        #> step 100  Adam -0.0506  by hand -0.0506
