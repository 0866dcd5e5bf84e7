"""zero_grad() in three places: the same weights to the last digit."""

import torch
from torch import nn, optim


def train(place):
    """The weight and bias after 100 epochs, zero_grad() in one place."""
    torch.manual_seed(7)
    x = torch.randn(100, 1)  # (sample=100, feature=1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.01)

    for epoch in range(100):
        if place == "first of all":
            optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        if place == "before backward":
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if place == "after step":
            optimizer.zero_grad()
    return torch.cat([model.weight.flatten(), model.bias]).detach()


first = train("first of all")
for place in ("first of all", "before backward", "after step"):
    reached = train(place)
    weight, bias = reached
    same = torch.equal(reached, first)
    print(f"{place:15}  {weight:.4f}  {bias:.4f}  same in all digits: {same}")
    #> first of all     1.7494  0.9110  same in all digits: True
    #> before backward  1.7494  0.9110  same in all digits: True
    #> after step       1.7494  0.9110  same in all digits: True
