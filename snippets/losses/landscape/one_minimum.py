"""Wherever the line starts, mean squared error leads it to one place."""

import torch
from torch import nn, optim

x = torch.tensor([0.0, 1.0, 2.0])  # (sample=3)
y = torch.tensor([1.1, 2.8, 5.1])  # (sample=3), about 2 * x + 1

for start in [-1.0, 4.0], [0.0, 0.0], [50.0, -70.0]:
    weight = torch.tensor(start[0], requires_grad=True)
    bias = torch.tensor(start[1], requires_grad=True)
    optimizer = optim.SGD([weight, bias], lr=0.3)

    for step in range(100):
        loss = nn.MSELoss()(weight * x + bias, y)

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    end = f"weight {weight.item():.4f}  bias {bias.item():.4f}"
    print(f"from {start}: {end}  loss {loss.item():.4f}")
    #> from [-1.0, 4.0]: weight 2.0000  bias 1.0000  loss 0.0200
    #> from [0.0, 0.0]: weight 2.0000  bias 1.0000  loss 0.0200
    #> from [50.0, -70.0]: weight 2.0000  bias 1.0000  loss 0.0200
