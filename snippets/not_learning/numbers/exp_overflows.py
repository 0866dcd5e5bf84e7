"""logsumexp() subtracts the largest score first, and stays finite."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = 100 * torch.randn(60, 3)  # (sample=60, feature=3)
label = x.argmax(1)  # (sample=60)

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(50):
    scores = model(x)
    of_label = scores.gather(1, label[:, None]).squeeze(1)
    loss = (scores.logsumexp(1) - of_label).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
