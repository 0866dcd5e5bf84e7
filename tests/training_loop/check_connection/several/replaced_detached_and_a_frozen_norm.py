import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
features = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8)).requires_grad_(False)
middle = nn.Linear(8, 8)
model = nn.Sequential(features, middle, nn.Linear(8, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
model[2] = nn.Linear(8, 1)
for _ in range(30):
    loss = functional.mse_loss(model[2](middle(features(x)).detach()), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
