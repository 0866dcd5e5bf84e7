import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
policy = nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(policy.parameters(), lr=0.01)
for _ in range(15):
    context = torch.randint(3, (64,))
    state = functional.one_hot(context, 3).float()
    with torch.no_grad():
        old = torch.distributions.Categorical(logits=policy(state))
        action = old.sample()
        before = old.log_prob(action)
    reward = (action == context).float()
    advantage = (reward - reward.mean()) / (reward.std() + 1e-8)
    for _ in range(4):
        now = torch.distributions.Categorical(logits=policy(state)).log_prob(action)
        ratio = (now - before).exp()
        loss = -torch.min(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
