"""Divided by the root of the number of inputs, weights keep a sum small."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 100)  # (sample=60, feature=100)
y = x[:, :1]  # (sample=60, 1)

w1 = torch.randn(100, 100) / 100**0.5  # (feature=100, hidden=100)
w2 = torch.randn(100, 1) / 100**0.5  # (hidden=100, 1)
weights = [w1.requires_grad_(), w2.requires_grad_()]
optimizer = optim.SGD(weights, lr=0.03)


def model(x):
    return (x @ w1).relu() @ w2


print(f"spread at first: y_pred {model(x).std():.1f}, y {y.std():.1f}")
#> spread at first: y_pred 0.5, y 1.1
for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
