"""Trained by cross-entropy, the model answers all four samples right."""

import torch
from torch import nn, optim

x = torch.tensor([1.0, 2.0, 4.0, 5.0])  # (sample=4)
y = torch.tensor([0.0, 0.0, 1.0, 1.0])  # (sample=4), 1 for yes
bias = torch.tensor(-1.5, requires_grad=True)
optimizer = optim.SGD([bias], lr=1.0)

for step in range(10):
    mistakes = 1 - ((x + bias > 0) == (y > 0)).float().mean()
    loss = nn.functional.binary_cross_entropy_with_logits(x + bias, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    values = f"loss {loss.item():.2f}  bias {bias.item():.2f}"
    if step % 3 == 0:
        print(f"{values}  mistakes {mistakes.item():.2f}")
        #> loss 0.39  bias -1.72  mistakes 0.25
        #> loss 0.28  bias -2.22  mistakes 0.00
        #> loss 0.24  bias -2.52  mistakes 0.00
        #> loss 0.23  bias -2.71  mistakes 0.00
