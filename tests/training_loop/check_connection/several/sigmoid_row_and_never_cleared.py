import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = (x[:, 0] > 0).float()
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(30):
    p = model(x).sigmoid()
    loss = functional.binary_cross_entropy_with_logits(p, y[:, None])
    loss = loss + functional.mse_loss(p, y)
    loss.backward()
    optimizer.step()
