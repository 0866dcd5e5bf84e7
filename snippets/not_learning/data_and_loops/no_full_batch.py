"""The last batch may be a small one."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)

x = torch.randn(48, 1)  # (sample=48, feature=1)
data = TensorDataset(x, 2 * x + 1)
loader = DataLoader(data, batch_size=64)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    total = 0.0
    for x_batch, y_batch in loader:
        loss = nn.functional.mse_loss(model(x_batch), y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()

print(f"batches {len(loader)}, loss {total:.1f}")
#> batches 1, loss 0.0
