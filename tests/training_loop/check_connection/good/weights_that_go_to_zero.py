import torch
from torch import nn

torch.manual_seed(1)
w = nn.Parameter(torch.ones(5))
optimizer = torch.optim.SGD([w], lr=0.45)
for _ in range(60):
    loss = (w**2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
