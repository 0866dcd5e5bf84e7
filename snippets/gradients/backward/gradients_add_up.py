"""Each backward() adds to .grad what it finds; it never replaces."""

import torch

w = torch.tensor(1.0, requires_grad=True)
print("at first          ", w.grad)
#> at first           None

loss = (w - 3) ** 2
loss.backward()
print("after one backward", w.grad.item())
#> after one backward -4.0

loss = (w - 3) ** 2  # the same loss, computed again
loss.backward()
print("after two         ", w.grad.item())
#> after two          -8.0

penalty = 0.5 * w**2  # another loss
penalty.backward()
print("and a penalty     ", w.grad.item())
#> and a penalty      -7.0

w.grad = None
both = (w - 3) ** 2 + 0.5 * w**2
both.backward()
print("afresh, their sum ", w.grad.item())
#> afresh, their sum  -3.0
