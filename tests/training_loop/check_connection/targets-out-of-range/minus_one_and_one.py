import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x[:, 0].sign()
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for _ in range(30):
    loss = functional.binary_cross_entropy_with_logits(model(x).squeeze(1), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
