"""step() skips a .grad that is None; one that is 0 may still move."""

import torch
from torch import nn, optim


def moves(kind, set_to_none, **settings):
    """How far a step takes a weight right after zero_grad()."""
    weight = nn.Parameter(torch.tensor(1.0))
    optimizer = kind([weight], lr=0.1, **settings)
    (weight**2).backward()
    optimizer.step()

    before = weight.item()
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()
    return weight.item() - before


print("                        .grad None   .grad 0")
#>                         .grad None   .grad 0
for name, kind, settings in [
    ("SGD", optim.SGD, {}),
    ("SGD, momentum 0.9", optim.SGD, {"momentum": 0.9}),
    ("SGD, weight decay 0.1", optim.SGD, {"weight_decay": 0.1}),
    ("Adam", optim.Adam, {}),
]:
    none = moves(kind, set_to_none=True, **settings)
    zero = moves(kind, set_to_none=False, **settings)
    print(f"{name:22} {none:11.4f} {zero:9.4f}")
    #> SGD                         0.0000    0.0000
    #> SGD, momentum 0.9           0.0000   -0.1800
    #> SGD, weight decay 0.1       0.0000   -0.0079
    #> Adam                        0.0000   -0.0670
