"""A frozen weight gets no gradient and passes on that of others."""

import torch

x, y = torch.tensor(2.0), torch.tensor(5.0)  # one sample
first = torch.tensor(1.5, requires_grad=True)
second = torch.tensor(2.0, requires_grad=True)
second.requires_grad_(False)

hidden = first * x
y_pred = second * hidden
loss = (y_pred - y) ** 2
loss.backward()

print("first.grad ", first.grad.item())
#> first.grad  8.0
print("second.grad", second.grad)
#> second.grad None
