"""100 samples in batches of 32 make four steps an epoch."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.05)

for epoch in range(10):
    total = 0.0
    for x_batch, y_batch in loader:  # (sample=32, 1), at last (4, 1)
        loss = loss_fn(model(x_batch), y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x_batch)

    average = total / len(x)  # each batch's loss belongs to other weights
    with torch.no_grad():
        now = loss_fn(model(x), y).item()
    print(f"epoch {epoch}  average {average:.4f}  loss now {now:.4f}")
    #> epoch 0  average 1.3937  loss now 0.6288
    #> epoch 1  average 0.5305  loss now 0.3401
    #> epoch 2  average 0.2875  loss now 0.1854
    #> epoch 3  average 0.1586  loss now 0.1061
    #> epoch 4  average 0.0909  loss now 0.0584
    #> epoch 5  average 0.0509  loss now 0.0349
    #> epoch 6  average 0.0309  loss now 0.0219
    #> epoch 7  average 0.0200  loss now 0.0157
    #> epoch 8  average 0.0148  loss now 0.0130
    #> epoch 9  average 0.0124  loss now 0.0109
