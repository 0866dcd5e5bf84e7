import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 3)
y = x @ torch.randn(3, 1)
model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(10):
    for number, batch in enumerate(torch.randperm(64).split(8)):
        (functional.mse_loss(model(x[batch]), y[batch]) / 4).backward()
        if number % 4 == 3:
            optimizer.step()
            optimizer.zero_grad()
