"""Under a steady gradient, momentum's step grows to 10 times lr."""

import torch
from torch import nn, optim

lr = 0.01
kinds = {
    "plain": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9, "nesterov": True},
    "averaged": {"momentum": 0.9, "dampening": 0.9},
}
weights, optimizers = {}, {}
for kind, settings in kinds.items():
    weights[kind] = nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizers[kind] = optim.SGD([weights[kind]], lr=lr, **settings)

print("step " + "".join(f"{kind:>10}" for kind in kinds))
#> step      plain  momentum  nesterov  averaged
for step in range(1, 101):
    row = f"{step:4} "
    for kind, weight in weights.items():
        before = weight.item()
        weight.grad = torch.ones_like(weight)  # a slope of 1 everywhere
        optimizers[kind].step()
        row += f"{(before - weight.item()) / lr:10.3f}"
    if step in (1, 2, 3, 10, 100):
        print(row)
        #>    1      1.000     1.000     1.900     1.000
        #>    2      1.000     1.900     2.710     1.000
        #>    3      1.000     2.710     3.439     1.000
        #>   10      1.000     6.513     6.862     1.000
        #>  100      1.000    10.000    10.000     1.000
