"""A frozen weight gets no gradient and passes on that of others."""

import torch

x, y = torch.tensor(2.0), torch.tensor(5.0)  # one sample
w1 = torch.tensor(1.5, requires_grad=True)
w2 = torch.tensor(2.0, requires_grad=True)
w2.requires_grad_(False)

hidden = w1 * x
y_pred = w2 * hidden
loss = (y_pred - y) ** 2
loss.backward()

print("w1.grad", w1.grad.item())
#> w1.grad 8.0
print("w2.grad", w2.grad)
#> w2.grad None
