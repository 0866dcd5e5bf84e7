"""0.1 * L1 of the weight moves the minimum; with that of errors SGD hovers."""

import torch
from torch import optim

x = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0])  # (sample=5)
y = 2 * x  # so the weight to find is 2


def mse(error, weight):
    return (error**2).mean()


def with_l1_of_the_weight(error, weight):
    return (error**2).mean() + 0.1 * weight.abs()


def with_l1_of_the_errors(error, weight):
    return (error**2).mean() + 0.1 * error.abs().mean()


for loss_fn in [mse, with_l1_of_the_weight, with_l1_of_the_errors]:
    weight = torch.tensor(0.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=0.1)
    weights = []
    for step in range(50):
        loss = loss_fn(weight * x - y, weight)

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        weights.append(weight.item())
    last = "  ".join(f"{weight:.4f}" for weight in weights[-4:])
    print(f"{loss_fn.__name__:21}  {last}")
    #> mse                    2.0000  2.0000  2.0000  2.0000
    #> with_l1_of_the_weight  1.9750  1.9750  1.9750  1.9750
    #> with_l1_of_the_errors  2.0075  1.9925  2.0075  1.9925
