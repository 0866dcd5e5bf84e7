"""Wrong: squared error hardly pulls at an answer that is sure and wrong."""

import torch
from torch import nn, optim

x = torch.tensor([[-1.0], [1.0]])  # (sample=2, feature=1)
y = torch.tensor([[0.0], [1.0]])  # no, yes

model = nn.Linear(1, 1)
nn.init.constant_(model.weight, -10.0)  # sure of the contrary
nn.init.constant_(model.bias, 0.0)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for step in range(50):
    logits = model(x)
    loss = ((logits.sigmoid() - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"weight {model.weight.item():.0f}")
#> weight -10
