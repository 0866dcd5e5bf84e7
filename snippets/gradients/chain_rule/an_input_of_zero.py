"""Where the input is 0 the weight gets no gradient, and the bias does."""

import torch

x, y = torch.tensor(0.0), torch.tensor(5.0)  # one sample
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)

y_pred = w * x + b
error = y_pred - y
loss = error**2

loss.backward()
print(f"w.grad is 0: {w.grad.item() == 0}")
#> w.grad is 0: True
print(f"b.grad is {b.grad.item()}")
#> b.grad is -10.0
