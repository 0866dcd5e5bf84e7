import torch
from torch import nn

torch.manual_seed(1)
x = torch.linspace(-1, 1, 50)[:, None]
y = torch.sign(x)
w = nn.Parameter(torch.tensor([0.5]))
optimizer = torch.optim.SGD([w], lr=3.01)
for _ in range(40):
    loss = ((w * x - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
