import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x, y = torch.randn(256, 4), torch.randn(256, 1)
model = nn.Linear(4, 1)
nn.init.zeros_(model.weight)
nn.init.zeros_(model.bias)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(150):
    batch = torch.randint(256, (16,))
    loss = functional.mse_loss(model(x[batch]), y[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
