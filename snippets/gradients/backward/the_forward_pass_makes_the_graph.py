"""The forward pass makes the graph; backward() frees what it saved."""

import torch

w = torch.tensor(3.0, requires_grad=True)

loss = w**2
saved = loss.grad_fn._saved_self  # private: the w that the slope 2w needs
print("before backward:", loss.grad_fn.name(), saved.item())
#> before backward: PowBackward0 3.0
loss.backward()
print("w.grad:", w.grad.item())
#> w.grad: 6.0

try:
    loss.backward()
except RuntimeError as error:
    message = str(error)
    print(message.split(" (")[0])
    #> Trying to backward through the graph a second time

w.grad = None
total = w + 2  # slope 1 wherever w is: nothing to save
total.backward()
total.backward()
print("twice through a sum:", w.grad.item())
#> twice through a sum: 2.0
