import torch
from torch import nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

torch.manual_seed(1)
block = nn.Sequential(nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 8))
stem, head = nn.Linear(3, 8), nn.Linear(8, 1)
parameters = [*stem.parameters(), *block.parameters(), *head.parameters()]
optimizer = torch.optim.Adam(parameters, lr=0.01)
x = torch.randn(32, 3)
for _ in range(30):
    hidden = checkpoint(block, stem(x), use_reentrant=True)
    loss = functional.mse_loss(head(hidden), x[:, :1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
