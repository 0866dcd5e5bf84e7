"""detach() on one of two paths leaves the gradient of the other."""

import torch

w = torch.tensor(3.0, requires_grad=True)

(w * w).backward()
whole = w.grad.item()

w.grad = None
(w * w.detach()).backward()  # the second factor counts as a number
half = w.grad.item()

print(f"w * w: gradient {whole}")
#> w * w: gradient 6.0
print(f"w * w.detach(): gradient {half}")
#> w * w.detach(): gradient 3.0
