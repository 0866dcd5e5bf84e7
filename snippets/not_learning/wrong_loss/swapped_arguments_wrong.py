"""Wrong: with targets first, cross-entropy is a line in the logits."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 3)  # (sample=60, feature=3)
y = nn.functional.one_hot(x.argmax(1), 3).float()  # (sample=60, class=3)

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for step in range(60):
    loss = nn.functional.cross_entropy(y, model(x))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"below 0: {loss.item() < 0}")
#> below 0: True
