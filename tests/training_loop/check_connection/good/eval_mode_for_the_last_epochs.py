import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1))
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for number in range(12):
    model.train(number < 8)  # the batch norm's means stay for the last ones, on purpose
    for batch in torch.randperm(64).split(16):
        loss = functional.mse_loss(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(functional.mse_loss(model(x), y).item())
