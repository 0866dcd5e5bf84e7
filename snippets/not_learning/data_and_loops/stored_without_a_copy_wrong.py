"""Wrong: one tensor is stored 100 times, and holds what came last."""

import torch
from torch import nn, optim

torch.manual_seed(7)

state = torch.zeros(1)  # the environment writes each new state into it
states, rewards = [], []
for step in range(100):
    state.copy_(torch.randn(1))
    states.append(state)
    rewards.append(2 * state.item())
x = torch.stack(states)  # (sample=100, feature=1)
y = torch.tensor(rewards).unsqueeze(1)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"different states: {len(x.unique())}")
#> different states: 1
