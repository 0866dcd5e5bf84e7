import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
policy = nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(policy.parameters(), lr=0.02)
for _ in range(60):
    context = torch.randint(3, (64,))
    play = torch.distributions.Categorical(logits=policy(functional.one_hot(context, 3).float()))
    action = play.sample()
    reward = (action == context).float()
    loss = -(play.log_prob(action) * (reward - reward.mean())).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
