"""Wrong: answers of one pass, labels of another, in another order."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)

x = torch.randn(200, 2)  # (sample=200, feature=2)
label = (x.sum(1) > 0).long()
loader = DataLoader(TensorDataset(x, label), batch_size=20, shuffle=True)

model = nn.Linear(2, 2)
optimizer = optim.SGD(model.parameters(), lr=0.5)

for epoch in range(20):
    for x_batch, label_batch in loader:
        loss = nn.functional.cross_entropy(model(x_batch), label_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

answers = torch.cat([model(x_batch).argmax(1) for x_batch, _ in loader])
labels = torch.cat([label_batch for _, label_batch in loader])
right = (answers == labels).float().mean().item()
print(f"right more often than by chance: {right > 0.7}")
#> right more often than by chance: False
