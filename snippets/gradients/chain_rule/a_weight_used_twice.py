"""A weight that reaches the loss by two paths gets the sum of both."""

import torch

x, y = torch.tensor(3.0), torch.tensor(10.0)  # one sample
w = torch.tensor(2.0, requires_grad=True)

hidden = w * x
y_pred = w * hidden  # the same weight again
loss = (y_pred - y) ** 2
loss.backward()

loss_by_y_pred = 2 * (y_pred.item() - y.item())
direct = loss_by_y_pred * hidden.item()  # from y_pred straight to w
through_hidden = loss_by_y_pred * w.item() * x.item()  # by hidden to w

print(f"direct {direct}, through hidden {through_hidden}")
#> direct 24.0, through hidden 24.0
print(f"sum {direct + through_hidden}")
#> sum 48.0
print(f"w.grad {w.grad.item()}")
#> w.grad 48.0
