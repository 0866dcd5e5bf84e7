"""A target may be a class number, a one-hot row or a row of probabilities."""

import torch
from torch import nn

# (sample=2, class=3)
logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0]])
loss_fn = nn.CrossEntropyLoss()

numbers = torch.tensor([0, 1])  # (sample=2), int64
# (sample=2, class=3), float
one_hot = nn.functional.one_hot(numbers, num_classes=3).float()
# (sample=2, class=3), float, each row sums to 1
unsure = torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]])

print(f"numbers  {loss_fn(logits, numbers).item():.4f}")
#> numbers  0.2513
print(f"one-hot  {loss_fn(logits, one_hot).item():.4f}")
#> one-hot  0.2513
print(f"unsure   {loss_fn(logits, unsure).item():.4f}")
#> unsure   0.7013
