import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.linspace(-1, 1, 16)[:, None]
y = 2 * x + 1
model = nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
for _ in range(500):
    loss = functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
