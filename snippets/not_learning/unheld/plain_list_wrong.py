"""Wrong: layers in a plain list are none of the module's parameters."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
y = (3 * x).sin()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = [nn.Linear(1, 16), nn.Linear(16, 16)]
        self.last = nn.Linear(16, 1)

    def forward(self, x):
        for layer in self.hidden:
            x = layer(x).tanh()
        return self.last(x)


model = Net()
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
