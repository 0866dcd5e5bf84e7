"""A leaf is a tensor that no recorded operation made."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.tensor([1.0, 2.0])  # data
w = torch.tensor([0.5, 0.5], requires_grad=True)
model = nn.Linear(2, 1)
scaled = 0.1 * torch.ones(2, requires_grad=True)
tensors = {
    "x": x,
    "w": w,
    "model.weight": model.weight,
    "w * x": w * x,
    "scaled": scaled,
    "w.detach()": w.detach(),
}

for name, tensor in tensors.items():
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    print(f"{name:13} leaf {tensor.is_leaf!s:6} made by {made_by}")
    #> x             leaf True   made by None
    #> w             leaf True   made by None
    #> model.weight  leaf True   made by None
    #> w * x         leaf False  made by MulBackward0
    #> scaled        leaf False  made by MulBackward0
    #> w.detach()    leaf True   made by None
