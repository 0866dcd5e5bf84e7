"""MSE pulls without limit, L1 by the sign alone, Huber no more than delta."""

import torch
from torch import nn

losses = [nn.MSELoss(), nn.L1Loss(), nn.HuberLoss(delta=1.0)]
target = torch.tensor(0.0)

print("error    MSE     L1  Huber")
#> error    MSE     L1  Huber
for error in [-4.0, -0.5, 0.0, 0.1, 0.5, 1.0, 4.0, 100.0]:
    pulls = []
    for loss_fn in losses:
        y_pred = torch.tensor(error, requires_grad=True)
        loss_fn(y_pred, target).backward()
        pulls.append(y_pred.grad.item())
    print(f"{error:5.1f}", "".join(f"{pull:7.1f}" for pull in pulls))
    #>  -4.0    -8.0   -1.0   -1.0
    #>  -0.5    -1.0   -1.0   -0.5
    #>   0.0     0.0    0.0    0.0
    #>   0.1     0.2    1.0    0.1
    #>   0.5     1.0    1.0    0.5
    #>   1.0     2.0    1.0    1.0
    #>   4.0     8.0    1.0    1.0
    #> 100.0   200.0    1.0    1.0
