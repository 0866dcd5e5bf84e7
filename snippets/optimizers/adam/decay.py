"""AdamW decays all weights alike; Adam spares large gradients."""

import torch
from torch import nn, optim

torch.manual_seed(7)

size = torch.tensor([100.0, 1.0, 0.01])  # of the gradients, a weight each
noise = torch.randn(300)  # no direction in it; the decay alone has one


def kept(kind, weight_decay):
    """Three weights that began at 1."""
    weights = nn.Parameter(torch.ones(3))
    optimizer = kind([weights], lr=0.003, weight_decay=weight_decay)
    for sample in noise:
        weights.grad = size * sample
        optimizer.step()
    return weights.detach()


print("gradients of size    100      1   0.01")
#> gradients of size    100      1   0.01
for kind in (optim.Adam, optim.AdamW):
    # What the noise does by itself is taken off.
    change = kept(kind, weight_decay=0.1) - kept(kind, weight_decay=0.0)
    by = " ".join(f"{value:+.3f}" for value in change.tolist())
    print(f"{kind.__name__:5} decays by   {by}")
    #> Adam  decays by   -0.001 -0.094 -0.750
    #> AdamW decays by   -0.090 -0.090 -0.090
