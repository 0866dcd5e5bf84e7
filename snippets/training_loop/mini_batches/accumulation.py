"""Gradients of parts add up to the whole batch's if weighed by size."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise
model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()


def gradient(size, weigh_by_size):
    """What `weight.grad` holds after one backward() for each batch."""
    model.zero_grad()
    batches = list(zip(x.split(size), y.split(size), strict=True))
    for x_batch, y_batch in batches:
        by_size = len(x_batch) / len(x)
        share = by_size if weigh_by_size else 1 / len(batches)
        loss = share * loss_fn(model(x_batch), y_batch)
        loss.backward()  # adds to .grad; step() would follow the last
    return model.weight.grad.item()


print(f"one batch of 100             {gradient(100, False):.4f}")
#> one batch of 100             -2.4909
print(f"4 of 25, divided by 4        {gradient(25, False):.4f}")
#> 4 of 25, divided by 4        -2.4909
print(f"32, 32, 32, 4, divided by 4  {gradient(32, False):.4f}")
#> 32, 32, 32, 4, divided by 4  -2.2786
print(f"the same, weighed by size    {gradient(32, weigh_by_size=True):.4f}")
#> the same, weighed by size    -2.4909
