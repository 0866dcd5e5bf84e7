"""Wrong: view() gives the shape that the loss asks for, of other numbers."""

import torch
from torch import nn, optim

torch.manual_seed(7)

label = torch.randint(3, (32, 5))  # (sample=32, token=5)
x = nn.functional.one_hot(label, 3).float()  # each token says its class

model = nn.Linear(3, 3)
optimizer = optim.Adam(model.parameters(), lr=0.1)

for step in range(100):
    logits = model(x)  # (sample=32, token=5, class=3)
    scores = logits.view(32, 3, 5)  # (sample=32, class=3, token=5)?
    loss = nn.functional.cross_entropy(scores, label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 1.0
