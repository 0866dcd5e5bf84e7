"""Under no_grad, operations leave no trace for backward() to follow."""

import torch

w = torch.tensor(2.0, requires_grad=True)

recorded = w * 3
with torch.no_grad():
    unrecorded = w * 3

print("recorded:  ", recorded.item(), recorded.grad_fn.name())
#> recorded:   6.0 MulBackward0
print("unrecorded:", unrecorded.item(), unrecorded.grad_fn)
#> unrecorded: 6.0 None
print("w itself still requires grad:", w.requires_grad)
#> w itself still requires grad: True
