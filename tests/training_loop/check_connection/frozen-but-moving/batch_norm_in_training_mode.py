import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
encoder = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU())
model = nn.Sequential(encoder, nn.Linear(16, 1))
encoder.requires_grad_(False)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in range(30):
    loss = functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
