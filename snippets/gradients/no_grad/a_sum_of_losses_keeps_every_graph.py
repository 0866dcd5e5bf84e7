"""A sum of losses keeps every graph; a sum of numbers keeps none."""

import torch

w = torch.tensor(1.0, requires_grad=True)
total = 0.0
epoch_loss = 0.0

for batch in range(3):
    loss = (w - batch) ** 2
    total += loss  # a tensor, tied to every loss so far
    epoch_loss += loss.item()  # a number

print("total:", total.item(), "made by", total.grad_fn.name())
#> total: 2.0 made by AddBackward0
print("epoch_loss:", epoch_loss, type(epoch_loss).__name__)
#> epoch_loss: 2.0 float
