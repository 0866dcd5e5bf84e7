from copy import deepcopy

import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
net = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2))
target = deepcopy(net)
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for step in range(60):
    state, following = torch.randn(32, 2), torch.randn(32, 2)
    action = torch.randint(2, (32, 1))
    wanted = state.sum(1, keepdim=True) * action + 0.9 * target(following).max(1, True).values
    loss = functional.smooth_l1_loss(net(state).gather(1, action), wanted.detach())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 19:
        target.load_state_dict(net.state_dict())
