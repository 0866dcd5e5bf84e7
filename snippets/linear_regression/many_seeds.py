"""From each of 200 seeds the same script ends at another line."""

import torch
from torch import nn, optim


def draw(seed):
    """The samples and the start that the script has with this seed."""
    torch.manual_seed(seed)
    x = torch.randn(100, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    model = nn.Linear(1, 1)
    return x, y, model.weight.detach(), model.bias.detach()


# All seeds at once: their tensors are stacked, one seed a row.
x, y, weight, bias = map(torch.stack, zip(*map(draw, range(200)), strict=True))
weight.requires_grad_()  # (seed=200, output=1, feature=1)
bias.requires_grad_()  # (seed=200, output=1)
optimizer = optim.SGD([weight, bias], lr=0.01)

for epoch in range(100):
    y_pred = x * weight + bias[:, :, None]  # (seed=200, sample=100, 1)
    losses = ((y_pred - y) ** 2).mean(dim=(1, 2))  # (seed=200)

    optimizer.zero_grad()
    losses.sum().backward()  # a line is in one loss only: the sum mixes nothing
    optimizer.step()

weights, biases = weight.detach().flatten(), bias.detach().flatten()
weight_low, weight_high = weights.aminmax()
bias_low, bias_high = biases.aminmax()
weight_median, bias_median = weights.median(), biases.median()
print(f"weight {weight_low:.2f} to {weight_high:.2f}")
#> weight 1.37 to 1.93
print(f"bias   {bias_low:.2f} to {bias_high:.2f}")
#> bias   0.49 to 1.09
print(f"median {weight_median:.2f} and {bias_median:.2f}")
#> median 1.75 and 0.85
