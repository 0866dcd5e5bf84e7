import torch
from torch import nn

torch.manual_seed(1)
table = nn.Embedding(50, 4, sparse=True)
optimizer = torch.optim.SparseAdam(table.parameters(), lr=0.05)
for _ in range(40):
    index = torch.randint(50, (16,))
    loss = (table(index) - index[:, None] / 50).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
