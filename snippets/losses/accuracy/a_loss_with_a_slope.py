"""Cross-entropy of the same answers has a slope, where accuracy has none."""

import torch
from torch import nn

x = torch.tensor([1.0, 2.0, 4.0, 5.0])  # (sample=4)
y = torch.tensor([0.0, 0.0, 1.0, 1.0])  # (sample=4), 1 for yes
bias = torch.tensor(-1.5, requires_grad=True)
y_pred = x + bias  # (sample=4), logits: above 0 means yes

# the loss is a number for each logit, not for each answer
loss = nn.functional.binary_cross_entropy_with_logits(y_pred, y)
print(f"loss {loss.item():.4f}  requires_grad {loss.requires_grad}")
#> loss 0.3892  requires_grad True
loss.backward()
print(f"bias.grad {bias.grad.item():.4f}")
#> bias.grad 0.2237
