"""Wrong: a sum over all samples beside a mean, and the code is pressed flat."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(200, 1) @ torch.randn(1, 8)  # (sample=200, feature=8)
encoder, decoder = nn.Linear(8, 4), nn.Linear(2, 8)  # a mean and a log_var
parameters = [*encoder.parameters(), *decoder.parameters()]
optimizer = optim.Adam(parameters, lr=0.02)

for epoch in range(300):
    mean, log_var = encoder(x).chunk(2, dim=1)
    code = mean + (log_var / 2).exp() * torch.randn_like(mean)
    error = (decoder(code) - x).square().sum(1).mean()
    kl = (mean**2 + log_var.exp() - 1 - log_var).sum(1) / 2
    loss = error + kl.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"error {error.item():.1f}, that of the mean {x.var(0).sum():.1f}")
#> error 8.9, that of the mean 9.0
