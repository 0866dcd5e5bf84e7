import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
body, head = nn.Linear(4, 16), nn.Linear(16, 1)
slow = torch.optim.SGD(body.parameters(), lr=0.01)
fast = torch.optim.Adam(head.parameters(), lr=0.01)
for _ in range(40):
    loss = functional.mse_loss(head(torch.relu(body(x))), y)
    loss.backward()
    for optimizer in (slow, fast):
        optimizer.step()
        optimizer.zero_grad()
