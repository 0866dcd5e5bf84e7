"""Class weights make a weighted mean, divided by the sum of the weights."""

import torch
from torch import nn

logits = torch.tensor([[2.0, 0.0]]).expand(4, 2)  # (sample=4, class=2)
y = torch.tensor([0, 0, 0, 1])  # (sample=4), class 1 is rare
class_weight = torch.tensor([1.0, 3.0])  # both weigh the same here

plain = nn.CrossEntropyLoss()(logits, y)
weighted = nn.CrossEntropyLoss(weight=class_weight)(logits, y)

each = nn.CrossEntropyLoss(reduction="none")(logits, y)  # (sample=4)
by_hand = (class_weight[y] * each).sum() / class_weight[y].sum()

print(f"plain {plain.item():.4f}")
#> plain 0.6269
print(f"weighted {weighted.item():.4f}  by hand {by_hand.item():.4f}")
#> weighted 1.1269  by hand 1.1269
