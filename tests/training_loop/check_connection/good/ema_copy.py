from copy import deepcopy

import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1))
teacher = deepcopy(model).requires_grad_(False)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(40):
    with torch.no_grad():
        wanted = 0.5 * y + 0.5 * teacher(x)
    loss = functional.mse_loss(model(x), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for slow, fast in zip(teacher.parameters(), model.parameters(), strict=True):
        slow.data.mul_(0.99).add_(fast.data, alpha=0.01)
