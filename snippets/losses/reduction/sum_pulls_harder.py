"""The sum of n errors pulls n times as hard as their mean."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100)  # (sample=100)
y = 2 * x

for reduction, lr in [("mean", 0.05), ("sum", 0.05), ("sum", 0.05 / 100)]:
    weight = torch.tensor(0.0, requires_grad=True)
    loss_fn = nn.MSELoss(reduction=reduction)
    optimizer = optim.SGD([weight], lr=lr)

    for step in range(3):
        loss = loss_fn(weight * x, y)

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        gradient, value = weight.grad.item(), weight.item()
        values = f"gradient {gradient:+.4g}  weight {value:.4g}"
        print(f"{reduction:4}  lr {lr:g}  {values}")
        #> mean  lr 0.05  gradient -3.685  weight 0.1843
        #> mean  lr 0.05  gradient -3.346  weight 0.3516
        #> mean  lr 0.05  gradient -3.038  weight 0.5034
        #> sum   lr 0.05  gradient -368.5  weight 18.43
        #> sum   lr 0.05  gradient +3027  weight -132.9
        #> sum   lr 0.05  gradient -2.486e+04  weight 1110
        #> sum   lr 0.0005  gradient -368.5  weight 0.1843
        #> sum   lr 0.0005  gradient -334.6  weight 0.3516
        #> sum   lr 0.0005  gradient -303.8  weight 0.5034
