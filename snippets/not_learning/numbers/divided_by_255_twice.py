"""Divided by 255 once, images go from 0 to 1."""

import torch
from torch import nn, optim

torch.manual_seed(7)

pixels = torch.randint(256, (100, 64))  # (image=100, pixel=64)
label = (pixels[:, :32].sum(1) > pixels[:, 32:].sum(1)).long()
images = pixels / 255  # ToTensor() has done so

model = nn.Linear(64, 2)
optimizer = optim.SGD(model.parameters(), lr=0.5)

for epoch in range(200):
    loss = nn.functional.cross_entropy(model(images), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.2f}")
#> loss 0.10
