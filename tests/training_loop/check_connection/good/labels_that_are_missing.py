import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = (x[:, :3] > 0).float()
y[torch.rand(64, 3) < 0.3] = -1  # not known
model = nn.Linear(4, 3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(30):
    each = functional.binary_cross_entropy_with_logits(model(x), y, reduction="none")
    loss = each[y >= 0].mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
