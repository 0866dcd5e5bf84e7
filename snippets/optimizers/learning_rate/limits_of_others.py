"""2 / λmax is the limit of full-batch SGD; others bear more, or less."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

start = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
hessian = torch.autograd.functional.hessian(
    lambda point: loss_fn(point[0] * x + point[1], y), torch.zeros(2)
)
limit = 2 / torch.linalg.eigvalsh(hessian)[-1].item()


def final_loss(kind, fraction, batch_size=100, **settings):
    """The loss on all samples after 100 steps."""
    model = copy.deepcopy(start)
    optimizer = kind(model.parameters(), lr=fraction * limit, **settings)
    batches = torch.arange(100).split(batch_size)
    for step in range(100):
        batch = batches[step % len(batches)]
        loss = loss_fn(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss_fn(model(x), y).item()


columns = torch.cat([x, torch.ones_like(x)], dim=1)  # (sample=100, 2)
best = torch.linalg.lstsq(columns, y).solution
print(f"the best line has {loss_fn(columns @ best, y).item():.3g}")
#> the best line has 0.00902

fractions = (0.6, 0.9, 1.5, 2.0)
print("lr / limit       ", *(f"{fraction:9}" for fraction in fractions))
#> lr / limit              0.6       0.9       1.5       2.0
for name, kind, settings in [
    ("SGD", optim.SGD, {}),
    ("SGD, one by one", optim.SGD, {"batch_size": 1}),
    ("momentum 0.9", optim.SGD, {"momentum": 0.9}),
    ("Nesterov 0.9", optim.SGD, {"momentum": 0.9, "nesterov": True}),
    ("Adam", optim.Adam, {}),
]:
    losses = [final_loss(kind, part, **settings) for part in fractions]
    print(f"{name:17}", *(f"{loss:9.3g}" for loss in losses))
    #> SGD                 0.00902   0.00902       inf       nan
    #> SGD, one by one       0.101  1.66e+24       inf       nan
    #> momentum 0.9        0.00906   0.00903   0.00914  8.32e+35
    #> Nesterov 0.9        0.00902       inf       nan       nan
    #> Adam                0.00905   0.00904    0.0091   0.00905
