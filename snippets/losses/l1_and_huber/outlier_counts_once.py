"""The outlier that drags MSE's line leaves L1's and Huber's nearly in place."""

import torch
from torch import nn, optim

x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])  # (sample=5)
y = torch.tensor([2.0, 4.0, 6.0, 8.0, 30.0])  # 10 would be on the line

losses = [nn.MSELoss(), nn.L1Loss(), nn.HuberLoss(delta=1.0)]
for loss_fn in losses:
    weight = torch.tensor(0.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=0.01)

    for step in range(200):
        loss = loss_fn(weight * x, y)

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    print(f"{type(loss_fn).__name__:9}  weight {weight.item():.1f}")
    #> MSELoss    weight 3.8
    #> L1Loss     weight 2.0
    #> HuberLoss  weight 2.2
