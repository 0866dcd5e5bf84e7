"""A new lr is set after the checkpoint of the optimizer is loaded."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(50, 1)  # (sample=50, feature=1)
y = 2 * x + 1
model = nn.Linear(1, 1)


def train(optimizer):
    for epoch in range(300):
        loss = nn.functional.l1_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


optimizer = optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
train(optimizer)
saved = optimizer.state_dict()

# The same loop goes on, with a small lr to settle.
optimizer = optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
optimizer.load_state_dict(saved)
for group in optimizer.param_groups:
    group["lr"] = 0.001
train(optimizer)
print(f"lr {optimizer.param_groups[0]['lr']}")
#> lr 0.001
