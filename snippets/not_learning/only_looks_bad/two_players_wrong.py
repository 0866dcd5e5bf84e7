"""Wrong: a generator's loss says how good the other player is."""

import torch
from torch import nn, optim

torch.manual_seed(7)

generator = nn.Linear(1, 1)
critic = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
players = [generator, critic]
steps = [optim.Adam(p.parameters(), lr=0.02, betas=(0.5, 0.9)) for p in players]
loss_fn = nn.BCEWithLogitsLoss()
yes, no = torch.ones(256, 1), torch.zeros(256, 1)
shown = []

for step in range(400):
    real = 4 + torch.randn(256, 1)  # (sample=256, feature=1)
    fake = generator(torch.randn(256, 1))
    loss = loss_fn(critic(real), yes) + loss_fn(critic(fake.detach()), no)
    steps[1].zero_grad()
    loss.backward()
    steps[1].step()
    fooled = loss_fn(critic(fake), yes)
    steps[0].zero_grad()
    fooled.backward()
    steps[0].step()
    shown.append(fooled.item())

print(f"at first {shown[0]:.1f}, later {sum(shown[-100:]) / 100:.1f}")
#> at first 1.0, later 0.7
