"""detach() gives the same numbers, not a copy of them."""

import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)

same = w.detach()
copy = w.detach().clone()
same[0] = 100.0

print("w      ", w.tolist())
#> w       [100.0, 2.0]
print("copy   ", copy.tolist())
#> copy    [1.0, 2.0]
print("one place in memory:", same.data_ptr() == w.data_ptr())
#> one place in memory: True
print("does it require grad?", same.requires_grad)
#> does it require grad? False
