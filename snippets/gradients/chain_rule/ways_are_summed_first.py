"""One backward() sums all ways first; .grad then adds call to call."""

import torch

w = torch.tensor(3.0, requires_grad=True)
reached = []  # each gradient that reaches the leaf
w.register_hook(lambda gradient: reached.append(gradient.item()))

for call in ["first", "second"]:
    (w * w).backward()  # two ways, a slope of 3 by each
    print(f"{call} backward(): reached {reached}, w.grad {w.grad.item()}")
    #> first backward(): reached [6.0], w.grad 6.0
    #> second backward(): reached [6.0, 6.0], w.grad 12.0

(gradient,) = torch.autograd.grad(w * w, [w])
print(f"autograd.grad: returned {gradient.item()}, w.grad {w.grad.item()}")
#> autograd.grad: returned 6.0, w.grad 12.0
