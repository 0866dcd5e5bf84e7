"""A frozen batch norm in eval mode stays as it is."""

import torch
from torch import nn, optim

torch.manual_seed(7)

encoder = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4)).eval()
encoder.requires_grad_(False)
head = nn.Linear(4, 1)
model = nn.Sequential(encoder, head)
optimizer = optim.SGD(head.parameters(), lr=0.1)

old = torch.randn(50, 2)  # (sample=50, feature=2)
x = 1 + torch.randn(50, 2)  # of another task
y = x.sum(1, keepdim=True)
before = encoder(old)

for epoch in range(60):
    model.train()
    encoder.eval()
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

encoder.eval()
print(f"as before on old data: {encoder(old).equal(before)}")
#> as before on old data: True
