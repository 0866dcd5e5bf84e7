"""Moving a model keeps its Parameter objects."""

import torch
from torch import nn, optim

torch.manual_seed(7)

model = nn.Linear(1, 1)
weight = model.weight
sgd = optim.SGD(model.parameters(), lr=0.1)
adagrad = optim.Adagrad(model.parameters(), lr=0.1)

model.to(torch.float64)  # other numbers, in the same objects

print("the same object:", model.weight is weight)
#> the same object: True
held = sgd.param_groups[0]["params"]
print("SGD still holds it:", held[0] is model.weight)
#> SGD still holds it: True
print("numbers of the weight:", model.weight.dtype)
#> numbers of the weight: torch.float64
state = adagrad.state[model.weight]
print("numbers in Adagrad's state:", state["sum"].dtype)
#> numbers in Adagrad's state: torch.float32
