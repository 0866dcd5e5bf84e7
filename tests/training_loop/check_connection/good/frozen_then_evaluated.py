import torch
from torch import nn

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
encoder = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU())
head = nn.Linear(16, 1)
for parts in ([encoder, head], [head]):
    optimizer = torch.optim.SGD([p for part in parts for p in part.parameters()], lr=0.05)
    for _ in range(15):
        loss = (head(encoder(x)) - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    encoder.requires_grad_(False).eval()
