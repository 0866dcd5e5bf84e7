"""Cross-entropy is trained, accuracy is read."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(60, 3)  # (sample=60, feature=3)
label = x.argmax(1)  # (sample=60)

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(50):
    logits = model(x)
    accuracy = (logits.argmax(1) == label).float().mean()
    loss = nn.functional.cross_entropy(logits, label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
