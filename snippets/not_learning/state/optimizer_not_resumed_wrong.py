"""Wrong: a resumed run begins with an optimizer that knows nothing."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1 + 0.5 * torch.randn(50, 1)
model = nn.Linear(1, 1)


def train(optimizer, epochs):
    for epoch in range(epochs):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


optimizer = optim.Adam(model.parameters(), lr=1.0)
before = train(optimizer, 100)
saved = optimizer.state_dict()

optimizer = optim.Adam(model.parameters(), lr=1.0)  # another day
after = train(optimizer, 20)
print(f"the loss is higher: {after > before}")
#> the loss is higher: True
