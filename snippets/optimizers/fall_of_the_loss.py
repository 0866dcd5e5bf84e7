"""A step lowers the loss by about lr times the squared gradient."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)

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
    print(f"{lr:5}  {lr * squared:8.4f}  {fall:8.4f}")
    #> 0.001    0.0063    0.0063
    #>  0.01    0.0630    0.0624
    #>   0.1    0.6299    0.5691
    #>   1.0    6.2994    0.2194
