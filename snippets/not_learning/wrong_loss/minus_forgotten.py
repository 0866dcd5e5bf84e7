"""The negative log-probability is what a step should lower."""

import torch
from torch import nn, optim
from torch.distributions import Categorical

torch.manual_seed(7)

x = torch.randn(60, 3)  # (sample=60, feature=3)
action = x.argmax(1)  # (sample=60), what to learn

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=1.0)

for step in range(50):
    log_prob = Categorical(logits=model(x)).log_prob(action)
    loss = -log_prob.mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

right = (model(x).argmax(1) == action).float().mean().item()
print(f"right {right:.1f}")
#> right 1.0
