"""Wrong: CrossEntropyLoss refuses five targets and says why."""

import torch
from torch import nn

logits = torch.zeros(2, 3)  # (sample=2, class=3)


def why_refused(target):
    try:
        nn.CrossEntropyLoss()(logits, target)
    except (RuntimeError, ValueError, IndexError) as error:
        return error


print(why_refused(torch.tensor([0.0, 1.0])))  # class numbers as floats
#> expected target dtype to be Long or Byte, but got Float
print(why_refused(torch.tensor([[0], [1]])))  # a column of class numbers
#> 0D or 1D target tensor expected, multi-target not supported
one_hot = torch.tensor([[1, 0, 0], [0, 1, 0]])
print(why_refused(one_hot))  # integers
#> Expected floating point type for target with class probabilities, got Long
print(why_refused(torch.tensor([2, 3])))  # classes counted from 1
#> Target 3 is out of bounds.
print(why_refused(torch.tensor([0])))  # one label for two samples
#> Expected input batch_size (2) to match target batch_size (1).
