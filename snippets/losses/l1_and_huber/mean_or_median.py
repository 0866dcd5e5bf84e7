"""MSE answers with the mean, L1 with the median, here Huber between them."""

import torch
from torch import nn, optim

y = torch.tensor([1.0, 2.0, 3.0, 6.0, 20.0])  # (sample=5)

for loss_fn in [nn.MSELoss(), nn.L1Loss(), nn.HuberLoss(delta=2.0)]:
    answer = torch.zeros(1, requires_grad=True)  # one answer for all
    optimizer = optim.SGD([answer], lr=0.1)

    for step in range(200):
        loss = loss_fn(answer.expand(5), y)

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    print(f"{type(loss_fn).__name__:9}  {answer.item():.1f}")
    #> MSELoss    6.4
    #> L1Loss     3.0
    #> HuberLoss  3.5

print(f"mean {y.mean().item():.1f}  median {y.median().item():.1f}")
#> mean 6.4  median 3.0
