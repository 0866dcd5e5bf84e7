import warnings

import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.9)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for _ in range(3):  # the epochs that an earlier run has made
        scheduler.step()
for _ in range(3, 8):
    for batch in torch.randperm(64).split(16):
        loss = functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scheduler.step()
