"""A larger learning rate is faster up to 2 / (λmin + λmax), then slower."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
start = {name: value.clone() for name, value in model.state_dict().items()}
loss_fn = nn.MSELoss()

features = torch.cat([x, torch.ones(100, 1)], dim=1)  # (sample=100, 2)
best_weight, best_bias = torch.linalg.lstsq(features, y).solution
eigenvalues = torch.linalg.eigvalsh(2 * features.T @ features / 100)
low, high = eigenvalues.tolist()
fastest, limit = 2 / (low + high), 2 / high
print(f"fastest {fastest:.2f}  limit {limit:.2f}")
#> fastest 0.52  limit 0.88

for lr in (0.01, 0.05, 0.25, fastest, 0.7, 0.8, 0.87):
    model.load_state_dict(start)
    optimizer = optim.SGD(model.parameters(), lr=lr)
    steps, distance = 0, torch.inf
    while distance > 0.01:  # from the best line
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
        steps += 1
        off_weight = abs(model.weight - best_weight).item()
        off_bias = abs(model.bias - best_bias).item()
        distance = max(off_weight, off_bias)
    keeps = abs(1 - lr * eigenvalues).max()  # of the error, on the slower axis
    print(f"lr {lr:.2f}  keeps {keeps:.3f}  arrives after {steps} steps")
    #> lr 0.01  keeps 0.984  arrives after 289 steps
    #> lr 0.05  keeps 0.922  arrives after 56 steps
    #> lr 0.25  keeps 0.609  arrives after 10 steps
    #> lr 0.52  keeps 0.187  arrives after 3 steps
    #> lr 0.70  keeps 0.596  arrives after 8 steps
    #> lr 0.80  keeps 0.824  arrives after 22 steps
    #> lr 0.87  keeps 0.984  arrives after 254 steps
