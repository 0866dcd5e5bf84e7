"""Wrong: 255 is no probability, and the loss has no bottom."""

import torch
from torch import nn, optim

torch.manual_seed(7)

images = torch.rand(10, 1, 8, 8)  # (image=10, channel=1, row=8, column=8)
mask = 255 * (images > 0.5)  # 0 or 255, as a file of black and white

model = nn.Conv2d(1, 1, kernel_size=1)
optimizer = optim.Adam(model.parameters(), lr=0.1)
loss_fn = nn.BCEWithLogitsLoss()

for epoch in range(200):
    loss = loss_fn(model(images), mask.float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"below 0: {loss.item() < 0}")
#> below 0: True
