import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 3)
y = x @ torch.randn(3, 1)
model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(30):
    functional.mse_loss(model(x), y).backward()
    optimizer.step()
    for p in model.parameters():
        p.grad.zero_()
