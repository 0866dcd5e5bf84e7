"""Wrong: a layer that forward() makes comes after the optimizer."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 4)
y = (x**2).sum(1, keepdim=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = None
        self.last = nn.Linear(16, 1)

    def forward(self, x):
        if self.first is None:
            self.first = nn.Linear(x.shape[1], 16)
        return self.last(self.first(x).relu())


model = Net()
optimizer = optim.Adam(model.parameters(), lr=0.03)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
