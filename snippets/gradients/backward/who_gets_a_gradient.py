"""A leaf gets a .grad if it asks and the graph leads to it from the loss."""

import torch

x = torch.tensor(3.0)  # data: does not require grad
w = torch.tensor(2.0, requires_grad=True)
frozen = torch.tensor(1.0, requires_grad=True)
frozen.requires_grad_(False)
unused = torch.tensor(1.0, requires_grad=True)
detached = torch.tensor(1.0, requires_grad=True)

loss = (w * x + frozen + detached.detach()) ** 2
loss.backward()

print("w       ", w.grad)
#> w        tensor(48.)
print("x       ", x.grad)
#> x        None
print("frozen  ", frozen.grad)
#> frozen   None
print("unused  ", unused.grad)
#> unused   None
print("detached", detached.grad)
#> detached None
