"""Behind detach() the policy's term leaves the critic to learn what is paid."""

import torch
from torch import nn, optim
from torch.distributions import Categorical

torch.manual_seed(7)

x = torch.ones(64, 1)  # (move=64, feature=1)
reward = torch.ones(64)  # (move=64), the same for each of the four

model = nn.Linear(1, 5)  # four scores of moves, and what the critic expects
optimizer = optim.SGD(model.parameters(), lr=0.1)

for step in range(200):
    scores, expected = model(x).split((4, 1), dim=1)
    policy = Categorical(logits=scores)
    move = policy.sample()
    advantage = reward - expected.squeeze(1)
    policy_loss = -(policy.log_prob(move) * advantage.detach()).mean()
    loss = policy_loss + 0.5 * (advantage**2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

expected = model(x)[0, 4].item()
print(f"each move pays 1.0, and the critic expects {expected:.1f}")
#> each move pays 1.0, and the critic expects 1.0
