import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
body, actor, critic = nn.Linear(3, 16), nn.Linear(16, 3), nn.Linear(16, 1)
model = nn.ModuleList([body, actor, critic])
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(60):
    context = torch.randint(3, (64,))
    hidden = torch.tanh(body(functional.one_hot(context, 3).float()))
    play, value = torch.distributions.Categorical(logits=actor(hidden)), critic(hidden).squeeze(1)
    action = play.sample()
    reward = (action == context).float()
    advantage = reward - value.detach()
    loss = -(play.log_prob(action) * advantage).mean() + functional.mse_loss(value, reward)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
