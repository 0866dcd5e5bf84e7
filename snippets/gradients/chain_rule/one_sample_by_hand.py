"""The product of local derivatives by hand is what backward() writes."""

import torch

x, y = torch.tensor(2.0), torch.tensor(5.0)  # one sample
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)

y_pred = w * x + b
error = y_pred - y
loss = error**2

# Each link of the chain, from the loss back to the parameters.
loss_by_error = 2 * error.item()
error_by_y_pred = 1.0
y_pred_by_w = x.item()
y_pred_by_b = 1.0

w_by_hand = loss_by_error * error_by_y_pred * y_pred_by_w
b_by_hand = loss_by_error * error_by_y_pred * y_pred_by_b

loss.backward()
print(f"y_pred {y_pred.item()}  error {error.item()}  loss {loss.item()}")
#> y_pred 2.0  error -3.0  loss 9.0
print(f"weight: by hand {w_by_hand}, w.grad {w.grad.item()}")
#> weight: by hand -12.0, w.grad -12.0
print(f"bias:   by hand {b_by_hand}, b.grad {b.grad.item()}")
#> bias:   by hand -6.0, b.grad -6.0
