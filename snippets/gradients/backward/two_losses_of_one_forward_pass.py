"""Two losses of one forward pass want one backward(), on their sum."""

import torch
from torch import nn

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x
w = torch.tensor(1.0, requires_grad=True)


def two_losses():
    y_pred = w * x  # both losses are computed from it
    return nn.functional.mse_loss(y_pred, y), nn.functional.l1_loss(y_pred, y)


mse, l1 = two_losses()
(mse + l1).backward()
print("one backward, of the sum:", w.grad.item())
#> one backward, of the sum: -6.5

mse, l1 = two_losses()
mse.backward()
try:
    l1.backward()
except RuntimeError as error:
    print("two backwards:", str(error).split(" (")[0])
    #> two backwards: Trying to backward through the graph a second time

w.grad = None
mse, l1 = two_losses()
mse.backward(retain_graph=True)
l1.backward()
print("two backwards, the first retains the graph:", w.grad.item())
#> two backwards, the first retains the graph: -6.5
