import torch
from torch import nn

torch.manual_seed(1)
maker = nn.Linear(2, 1)
critic = nn.Sequential(nn.Linear(1, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1))
optimizer_m = torch.optim.Adam(maker.parameters(), lr=1e-3)
optimizer_c = torch.optim.Adam(critic.parameters(), lr=1e-3)
for _ in range(4):
    critic.requires_grad_(True)
    for _ in range(6):
        loss = critic(maker(torch.randn(32, 2)).detach()).mean() - critic(torch.ones(32, 1)).mean()
        optimizer_c.zero_grad()
        loss.backward()
        optimizer_c.step()
    critic.requires_grad_(False)
    for _ in range(12):
        loss = -critic(maker(torch.randn(32, 2))).mean()
        optimizer_m.zero_grad()
        loss.backward()
        optimizer_m.step()
