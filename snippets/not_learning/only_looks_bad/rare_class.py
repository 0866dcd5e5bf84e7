"""A rare class that weighs as much as the other is learned."""

import torch
from torch import nn, optim

torch.manual_seed(7)

y = torch.zeros(200, 1)  # (sample=200, feature=1)
y[:10] = 1  # ten in 200
x = 1.5 * y + torch.randn(200, 1)

model = nn.Linear(1, 1)
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(19.0))
optimizer = optim.SGD(model.parameters(), lr=0.2)

for epoch in range(60):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

yes = model(x) > 0
accuracy = (yes == (y > 0)).float().mean().item()
print(f"accuracy {accuracy:.2f}, found {yes[:10].sum().item()} of 10")
#> accuracy 0.76, found 9 of 10
