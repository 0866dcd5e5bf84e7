"""Wrong: the optimizer used up the iterator, and nothing is clipped."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 1)
x[0] = 30.0  # an outlier
y = 2 * x + 1

model = nn.Linear(1, 1)
trainable = filter(lambda p: p.requires_grad, model.parameters())
optimizer = optim.SGD(trainable, lr=0.1)

for epoch in range(60):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(trainable, 0.5)
    optimizer.step()
