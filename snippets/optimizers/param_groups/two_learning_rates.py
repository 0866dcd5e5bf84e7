"""The old layer moves 100 times as carefully as the new one."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = x**2

model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = optim.SGD(
    [
        {"params": model[0].parameters(), "lr": 0.001},
        {"params": model[2].parameters()},  # takes what is set for all
    ],
    lr=0.1,
    momentum=0.9,
)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

for number, group in enumerate(optimizer.param_groups):
    size = sum(parameter.numel() for parameter in group["params"])
    lr, momentum = group["lr"], group["momentum"]
    print(f"group {number}: {size} numbers, lr {lr}, momentum {momentum}")
    #> group 0: 16 numbers, lr 0.001, momentum 0.9
    #> group 1: 9 numbers, lr 0.1, momentum 0.9
