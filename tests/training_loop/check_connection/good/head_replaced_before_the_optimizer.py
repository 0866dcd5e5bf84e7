import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 10))
old = torch.optim.SGD(model.parameters(), lr=0.1)
model[2] = nn.Linear(16, 2)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(30):
    loss = functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
