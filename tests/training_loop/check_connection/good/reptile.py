from copy import deepcopy

import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
for _ in range(30):
    learner = deepcopy(model)
    optimizer = torch.optim.SGD(learner.parameters(), lr=0.1)
    slope, x = torch.randn(1), torch.randn(16, 1)
    for _ in range(3):
        loss = functional.mse_loss(learner(x), slope * x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        for slow, fast in zip(model.parameters(), learner.parameters(), strict=True):
            slow += 0.1 * (fast - slow)
