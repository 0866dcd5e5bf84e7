"""An nn.Parameter is one of the module's parameters."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 3)
y = x * torch.tensor([1.0, 2.0, 3.0])


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.factors = nn.Parameter(torch.ones(3))
        self.shift = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return x * self.factors + self.shift


model = Scale()
optimizer = optim.SGD(model.parameters(), lr=0.3)

for epoch in range(40):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
