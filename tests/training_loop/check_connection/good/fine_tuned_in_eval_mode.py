import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.Dropout(0.5), nn.Linear(16, 1))
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
model.eval()  # on purpose, from the first step on
for _ in range(30):
    loss = functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
