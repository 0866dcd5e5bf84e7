"""A recurrent layer with batch_first=True reads each sample by itself."""

import torch
from torch import nn, optim

torch.manual_seed(7)

rnn = nn.RNN(1, 4, batch_first=True)
head = nn.Linear(4, 1)
optimizer = optim.Adam([*rnn.parameters(), *head.parameters()], lr=0.03)

for step in range(80):
    x = torch.randn(8, 3, 1)  # (sample=8, time=3, feature=1)
    y = x[:, 0]  # (sample=8, 1): what came first
    states, _ = rnn(x)
    loss = nn.functional.mse_loss(head(states[:, -1]), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.0
