import torch
from torch import nn

torch.manual_seed(1)
x = 0.01 * torch.randn(128)
mean, log_scale = nn.Parameter(torch.tensor(0.5)), nn.Parameter(torch.tensor(0.0))
optimizer = torch.optim.Adam([mean, log_scale], lr=0.05)
for _ in range(120):
    loss = -torch.distributions.Normal(mean, log_scale.exp()).log_prob(x).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
