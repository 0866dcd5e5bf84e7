import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
encoder, head = nn.Linear(4, 8), nn.Sequential(nn.Linear(8, 1), nn.ReLU())
nn.init.constant_(head[0].bias, -9.0)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.01)
for _ in range(30):
    with torch.no_grad():
        hidden = encoder(x)
    loss = functional.mse_loss(head(hidden), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
