"""Wrong: step() moves weights that the second backward() still needs."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2)
y = x.sum(1, keepdim=True).tanh()

encoder, head = nn.Linear(2, 8), nn.Linear(8, 1)
of_encoder = optim.Adam(encoder.parameters(), lr=0.02)
of_head = optim.Adam(head.parameters(), lr=0.02)

for epoch in range(80):
    features = encoder(x).tanh()
    loss = nn.functional.mse_loss(head(features), y)
    size = 0.001 * head(features).abs().mean()
    of_encoder.zero_grad()
    of_head.zero_grad()
    loss.backward(retain_graph=True)
    of_head.step()
    size.backward()
    of_encoder.step()
