"""With class weights, class numbers and one-hot rows give different means."""

import torch
from torch import nn

logits = torch.tensor([[2.0, 0.0]]).expand(4, 2)  # (sample=4, class=2)
y = torch.tensor([0, 0, 0, 1])  # (sample=4), class 1 is rare
one_hot = nn.functional.one_hot(y).float()  # (sample=4, class=2)
class_weight = torch.tensor([1.0, 3.0])  # both weigh the same here

plain = nn.CrossEntropyLoss()(logits, y)
print(f"without weights {plain.item():.4f}")
#> without weights 0.6269

for weight in [class_weight, 2 * class_weight]:
    loss_fn = nn.CrossEntropyLoss(weight=weight)
    of_numbers = loss_fn(logits, y)
    of_rows = loss_fn(logits, one_hot)
    losses = f"numbers {of_numbers.item():.4f}  one-hot {of_rows.item():.4f}"
    print(f"weights {weight.tolist()}  {losses}")
    #> weights [1.0, 3.0]  numbers 1.1269  one-hot 1.6904
    #> weights [2.0, 6.0]  numbers 1.1269  one-hot 3.3808

each = nn.CrossEntropyLoss(reduction="none")(logits, y)  # (sample=4)
total = (class_weight[y] * each).sum()
by_the_weights = total / class_weight[y].sum()  # as for class numbers
by_the_samples = total / len(y)  # as for one-hot rows
print(f"by hand {by_the_weights.item():.4f} and {by_the_samples.item():.4f}")
#> by hand 1.1269 and 1.6904
