"""Wrong: a scheduler before the optimizer skips the first lr."""

import warnings

import torch
from torch import nn, optim

weight = nn.Parameter(torch.tensor(1.0))
optimizer = optim.SGD([weight], lr=0.4)
scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for epoch in range(6):
        loss = weight**2
        optimizer.zero_grad()
        loss.backward()
        scheduler.step()
        lr = optimizer.param_groups[0]["lr"]
        optimizer.step()
        print(f"epoch {epoch}  lr {lr:.4f}")
        #> epoch 0  lr 0.4000
        #> epoch 1  lr 0.0400
        #> epoch 2  lr 0.0400
        #> epoch 3  lr 0.0040
        #> epoch 4  lr 0.0040
        #> epoch 5  lr 0.0004

print(str(caught[0].message).split(". ")[0])
#> Detected call of `lr_scheduler.step()` before `optimizer.step()`
