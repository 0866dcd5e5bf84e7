import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
encoder, head = nn.Linear(4, 16), nn.Linear(16, 1)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.05)
for _ in range(30):
    loss = functional.mse_loss(head(encoder(x).round()), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
