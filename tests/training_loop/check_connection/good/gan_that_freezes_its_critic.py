import torch
from torch import nn

torch.manual_seed(1)
generator = nn.Linear(2, 1)
critic = nn.Sequential(nn.Linear(1, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1))
optimizer_g = torch.optim.RMSprop(generator.parameters(), lr=1e-3)
optimizer_d = torch.optim.RMSprop(critic.parameters(), lr=1e-3)
for _ in range(6):
    critic.requires_grad_(True)
    real, fake = torch.randn(32, 1), generator(torch.randn(32, 2)).detach()
    mix = (0.5 * (real + fake)).requires_grad_(True)
    (slope,) = torch.autograd.grad(critic(mix).sum(), mix, create_graph=True)
    loss = critic(fake).mean() - critic(real).mean() + 10 * ((slope.norm(dim=1) - 1) ** 2).mean()
    optimizer_d.zero_grad()
    loss.backward()
    optimizer_d.step()
    critic.requires_grad_(False)
    for _ in range(3):
        optimizer_g.zero_grad()
        (-critic(generator(torch.randn(32, 2)))).mean().backward()
        optimizer_g.step()
