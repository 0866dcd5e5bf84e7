"""The optimizer holds the model's own Parameter objects."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.01)

held = optimizer.param_groups[0]["params"]
print("holds the weight:", held[0] is model.weight)
#> holds the weight: True
print("holds the bias:", held[1] is model.bias)
#> holds the bias: True

loss = nn.functional.mse_loss(model(x), y)
loss.backward()  # has not heard of the optimizer
print("finds its gradient:", held[0].grad is model.weight.grad)
#> finds its gradient: True

address = model.weight.data_ptr()
optimizer.step()  # has not heard of the loss
print("writes into its memory:", model.weight.data_ptr() == address)
#> writes into its memory: True
print("is still the same object:", held[0] is model.weight)
#> is still the same object: True
