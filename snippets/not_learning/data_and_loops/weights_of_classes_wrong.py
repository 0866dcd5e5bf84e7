"""Wrong: a sampler has weights of classes, and wants one for each sample."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

torch.manual_seed(7)
x = torch.randn(200, 2)
y = (x.sum(1) > 1.5).long()  # a rare class

weights = 1 / y.bincount()  # (class=2,)
sampler = WeightedRandomSampler(weights, len(y))
loader = DataLoader(TensorDataset(x, y), batch_size=20, sampler=sampler)

model = nn.Linear(2, 2)
loss_fn = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.03)

for epoch in range(20):
    for x_batch, y_batch in loader:
        loss = loss_fn(model(x_batch), y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

with torch.no_grad():
    right = model(x).argmax(1) == y
found = right[y == 1].float().mean()
drawn = len(set(sampler))
print(f"samples drawn: {drawn}, of the rare class found: {found:.2f}")
#> samples drawn: 2, of the rare class found: 0.00
