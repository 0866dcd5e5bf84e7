import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
backbone, head = nn.Sequential(nn.Linear(4, 16), nn.ReLU()), nn.Linear(16, 2)
model = nn.Sequential(backbone, head)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
for _ in range(30):
    loss = functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
