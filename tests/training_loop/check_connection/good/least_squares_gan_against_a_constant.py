import torch
from torch import nn

torch.manual_seed(1)
model = nn.Linear(3, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(30):
    out = model(torch.randn(16, 3))
    loss = ((out - torch.ones(1)) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
