"""Every tensor on the way gets a gradient; leaves keep theirs."""

import torch

w = torch.tensor(1.0, requires_grad=True)
y_pred = w * 2
error = y_pred - 5
loss = error**2

passing = []
y_pred.register_hook(passing.append)  # called with what passes through
error.retain_grad()
loss.backward()

print("passed through y_pred:", passing[0].item())
#> passed through y_pred: -6.0
print("does y_pred keep it?  ", y_pred.retains_grad)
#> does y_pred keep it?   False
print("error, told to keep:  ", error.grad.item())
#> error, told to keep:   -6.0
print("w, a leaf:            ", w.grad.item())
#> w, a leaf:             -12.0
