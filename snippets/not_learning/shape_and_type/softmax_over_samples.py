"""A softmax along the classes gives each sample a probability of its own."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.eye(3).repeat(16, 1)  # (sample=48, feature=3)
label = x.argmax(1)  # (sample=48), 16 of each class

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(100):
    logits = model(x)  # (sample=48, class=3)
    loss = nn.functional.nll_loss(logits.log_softmax(dim=1), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
