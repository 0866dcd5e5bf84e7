"""Wrong: the slope in the loss has no history, so its term moves nothing."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.linspace(-2, 2, 41).unsqueeze(1).requires_grad_()  # (point, 1)
slope = x.detach().cos()  # of sin, which is to be found; it is 0 at 0
at_0 = torch.zeros(1, 1)

model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = optim.Adam(model.parameters(), lr=0.03)

for epoch in range(200):
    y_pred = model(x)
    (found,) = torch.autograd.grad(y_pred.sum(), x, retain_graph=True)
    loss = (found - slope).square().mean() + model(at_0).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
