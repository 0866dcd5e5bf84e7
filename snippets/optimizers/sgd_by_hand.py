"""One line written by hand follows optim.SGD for 100 steps."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
by_hand = copy.deepcopy(model)  # the same start
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(100):
    for net in (model, by_hand):
        net.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()

    optimizer.step()

    with torch.no_grad():  # the update is not part of any loss
        for parameter in by_hand.parameters():
            parameter -= 0.01 * parameter.grad

for name, net in (("optim.SGD", model), ("by hand", by_hand)):
    weight, bias = net.weight.item(), net.bias.item()
    print(f"{name:9}  weight {weight:.4f}  bias {bias:.4f}")
    #> optim.SGD  weight 1.7494  bias 0.9110
    #> by hand    weight 1.7494  bias 0.9110
