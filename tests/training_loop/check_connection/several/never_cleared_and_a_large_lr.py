import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=3.0)
for _ in range(60):
    loss = functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
