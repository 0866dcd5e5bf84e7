"""CrossEntropyLoss takes the same five targets, each put right."""

import torch
from torch import nn

logits = torch.zeros(2, 3)  # (sample=2, class=3)


def loss_with(target):
    return f"{nn.CrossEntropyLoss()(logits, target).item():.4f}"


print(loss_with(torch.tensor([0.0, 1.0]).long()))  # class numbers
#> 1.0986
print(loss_with(torch.tensor([[0], [1]]).squeeze(1)))  # a row of class numbers
#> 1.0986
one_hot = torch.tensor([[1, 0, 0], [0, 1, 0]])
print(loss_with(one_hot.float()))  # probabilities
#> 1.0986
print(loss_with(torch.tensor([2, 3]) - 1))  # classes counted from 0
#> 1.0986
print(loss_with(torch.tensor([0, 1])))  # a label for each sample
#> 1.0986
