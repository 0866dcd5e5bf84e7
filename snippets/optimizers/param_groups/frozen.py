"""A frozen weight keeps .grad None, and step() skips it."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.Linear(1, 1)
model.weight.requires_grad_(False)
before = model.weight.item()
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print("gradient of the weight:", model.weight.grad)
#> gradient of the weight: None
print(f"weight moved by {model.weight.item() - before:.4f}")
#> weight moved by 0.0000
