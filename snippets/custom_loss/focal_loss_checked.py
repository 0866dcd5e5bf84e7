"""With an exponent of 0 a focal loss agrees with binary cross-entropy."""

import torch
from torch import nn


def focal_loss(logits, y, gamma):
    p = logits.sigmoid()
    yes = -y * (1 - p) ** gamma * nn.functional.logsigmoid(logits)
    no = -(1 - y) * p**gamma * nn.functional.logsigmoid(-logits)
    return (yes + no).mean()


torch.manual_seed(7)
logits = torch.randn(50)  # (sample=50)
y = (torch.arange(50) % 2).float()

known = nn.functional.binary_cross_entropy_with_logits(logits, y)
print(f"agrees: {torch.allclose(focal_loss(logits, y, gamma=0), known)}")
#> agrees: True
logits.requires_grad_()
focal_loss(logits, y, gamma=2).backward()
print(f"steps lead to the targets: {(-logits.grad * (y - 0.5) > 0).all()}")
#> steps lead to the targets: True
