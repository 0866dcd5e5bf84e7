import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
generator = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
critic = nn.Sequential(nn.Linear(1, 16), nn.BatchNorm1d(16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
optimizer_g = torch.optim.Adam(generator.parameters(), lr=1e-3, betas=(0.5, 0.999))
optimizer_d = torch.optim.Adam(critic.parameters(), lr=1e-3, betas=(0.5, 0.999))
one, zero = torch.ones(32, 1), torch.zeros(32, 1)
for _ in range(40):
    real, fake = 3 + torch.randn(32, 1), generator(torch.randn(32, 2))
    optimizer_d.zero_grad()
    functional.binary_cross_entropy_with_logits(critic(real), one).backward()
    functional.binary_cross_entropy_with_logits(critic(fake.detach()), zero).backward()
    optimizer_d.step()
    optimizer_g.zero_grad()
    functional.binary_cross_entropy_with_logits(critic(fake), one).backward()
    optimizer_g.step()
