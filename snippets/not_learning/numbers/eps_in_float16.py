"""An eps that 16 bits can hold keeps Adam from dividing by 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.rand(50, 4, dtype=torch.float16)  # (sample=50, feature=4)
x[:, 0] = 0  # a feature that no sample has
y = x.sum(1, keepdim=True)

model = nn.Linear(4, 1).half()
optimizer = optim.Adam(model.parameters(), lr=0.01, eps=1e-4)

for epoch in range(300):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"finite: {loss.isfinite().item()}")
#> finite: True
