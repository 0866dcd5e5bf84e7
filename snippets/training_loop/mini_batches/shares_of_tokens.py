"""The parts of a padded text count by their tokens."""

import torch
from torch import nn

torch.manual_seed(7)

logits = torch.randn(4, 5, 6)  # (sentence=4, word=5, place=6)
y = torch.randint(0, 5, (4, 6))  # (sentence=4, place=6)
for sentence, length in enumerate((6, 5, 2, 1)):
    y[sentence, length:] = -100  # padding, which the loss leaves out
loss_fn = nn.CrossEntropyLoss()
print(f"four sentences at once    {loss_fn(logits, y).item():.4f}")
#> four sentences at once    2.2604

parts = list(zip(logits.split(2), y.split(2), strict=True))
losses = [loss_fn(*part).item() for part in parts]
print(f"2 and 2, divided by 2     {sum(losses) / 2:.4f}")
#> 2 and 2, divided by 2     2.3841

tokens = [(labels != -100).sum().item() for _, labels in parts]
weighted = sum(n * loss for n, loss in zip(tokens, losses, strict=True))
print(f"weighed by tokens {tokens} {weighted / sum(tokens):.4f}")
#> weighed by tokens [11, 3] 2.2604
