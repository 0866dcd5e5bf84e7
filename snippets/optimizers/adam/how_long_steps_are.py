"""Adam's step is lr long while gradients agree and keep their size."""

import torch
from torch import nn, optim

lr, steps = 0.001, 3000
grows = torch.full((steps,), 0.0001, dtype=torch.float64)
grows[-100:] *= 1.11 ** torch.arange(100)
sudden = torch.full((steps,), 0.0001, dtype=torch.float64)
sudden[-1] = 1.0

sequences = {  # of gradients, a weight each
    "10000, 10000, …": torch.full((steps,), 10000.0),
    "0.0001, 0.0001, …": torch.full((steps,), 0.0001),
    "1e-8, 1e-8, …": torch.full((steps,), 1e-8),
    "+1, -1, +1, -1, …": (-1.0) ** torch.arange(steps),
    "0.0001, …, then 1": sudden,
    "in the end each 1.11 times the last": grows,
}
gradients = torch.stack(list(sequences.values()), dim=1)  # (step, weight=6)
weights = nn.Parameter(torch.zeros(len(sequences), dtype=torch.float64))
optimizer = optim.Adam([weights], lr=lr)
for step in range(steps):
    before = weights.detach().clone()
    weights.grad = gradients[step]
    optimizer.step()

moved = (weights.detach() - before).abs() / lr
print(f"{'gradients':36} last step / lr")
#> gradients                            last step / lr
for i, name in enumerate(sequences):
    print(f"{name:36} {moved[i]:14.3f}")
    #> 10000, 10000, …                               1.000
    #> 0.0001, 0.0001, …                             1.000
    #> 1e-8, 1e-8, …                                 0.500
    #> +1, -1, +1, -1, …                             0.053
    #> 0.0001, …, then 1                             3.085
    #> in the end each 1.11 times the last           7.087
