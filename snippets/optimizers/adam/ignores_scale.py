"""The loss times 1000: Adam ends where it did, SGD flies away."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

start = nn.Linear(1, 1)

for kind in (optim.SGD, optim.Adam):
    for scale in (1, 1000):
        model = copy.deepcopy(start)
        optimizer = kind(model.parameters(), lr=0.01)
        for epoch in range(10):
            loss = scale * nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        weight = model.weight.item()
        print(f"{kind.__name__:4}  loss x {scale:4}  weight {weight:.3g}")
        #> SGD   loss x    1  weight 0.841
        #> SGD   loss x 1000  weight -1.23e+13
        #> Adam  loss x    1  weight 0.711
        #> Adam  loss x 1000  weight 0.711
