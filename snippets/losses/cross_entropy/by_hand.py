"""Cross-entropy is minus the log of the right class's probability."""

import torch
from torch import nn

# (sample=1, class=3)
logits = torch.tensor([[2.0, 1.0, 0.0]], requires_grad=True)
label = torch.tensor([1])  # (sample=1), the number of the right class

loss = nn.CrossEntropyLoss()(logits, label)
loss.backward()
gradient = logits.grad  # (sample=1, class=3)

probabilities = logits.detach().softmax(dim=1)  # positive, sum 1
by_hand = -probabilities[0, 1].log()


def four_digits(row):
    return "  ".join(f"{value:+.4f}" for value in row.tolist())


print(f"probabilities  {four_digits(probabilities[0])}")
#> probabilities  +0.6652  +0.2447  +0.0900
print(f"loss {loss.item():.4f}  by hand {by_hand.item():.4f}")
#> loss 1.4076  by hand 1.4076
print(f"gradient       {four_digits(gradient[0])}")
#> gradient       +0.6652  -0.7553  +0.0900
