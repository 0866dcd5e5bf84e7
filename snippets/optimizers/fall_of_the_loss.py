"""A step lowers the loss by about lr times the squared gradient."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

start = nn.Linear(1, 1)
loss_fn = nn.MSELoss()

print("   lr  promised   fell by")
#>    lr  promised   fell by
for lr in (0.001, 0.01, 0.1, 1.0):
    model = copy.deepcopy(start)  # every lr from the same place
    optimizer = optim.SGD(model.parameters(), lr=lr)

    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    squared = sum((p.grad**2).sum().item() for p in model.parameters())
    optimizer.step()

    fall = loss.item() - loss_fn(model(x), y).item()
    print(f"{lr:5}  {lr * squared:8.3f}  {fall:8.3f}")
    #> 0.001     0.006     0.006
    #>  0.01     0.063     0.062
    #>   0.1     0.630     0.569
    #>   1.0     6.299     0.219
