"""StepLR divides lr by 10 every two epochs, after the optimizer."""

import torch
from torch import nn, optim

weight = nn.Parameter(torch.tensor(1.0))
optimizer = optim.SGD([weight], lr=0.4)
scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1)

for epoch in range(6):
    loss = weight**2
    optimizer.zero_grad()
    loss.backward()
    lr = optimizer.param_groups[0]["lr"]  # where the scheduler writes it
    optimizer.step()
    scheduler.step()
    print(f"epoch {epoch}  lr {lr:.4f}")
    #> epoch 0  lr 0.4000
    #> epoch 1  lr 0.4000
    #> epoch 2  lr 0.0400
    #> epoch 3  lr 0.0400
    #> epoch 4  lr 0.0040
    #> epoch 5  lr 0.0040
