import torch
from torch import nn

torch.manual_seed(1)
x = torch.randn(64, 4)
encoder, decoder, prior = nn.Linear(4, 2), nn.Linear(2, 4), nn.Linear(4, 2)
parts = nn.ModuleList([encoder, decoder, prior])
optimizer = torch.optim.Adam(parts.parameters(), lr=1e-2)
for _ in range(30):
    code = encoder(x)
    weight = 0.0  # of the second term, until the first has been learned
    loss = (decoder(code) - x).square().mean() + weight * (code - prior(x)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
