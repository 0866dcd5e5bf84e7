"""L1 pulls as hard next to its minimum as far away, so here SGD hovers."""

import torch
from torch import nn, optim

y = torch.tensor(2.5)
y_pred = torch.tensor(0.0, requires_grad=True)  # the model
loss_fn = nn.L1Loss()
optimizer = optim.SGD([y_pred], lr=0.7)

for step in range(8):
    loss = loss_fn(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    print(f"loss {loss.item():.1f}, then y_pred {y_pred.item():.1f}")
    #> loss 2.5, then y_pred 0.7
    #> loss 1.8, then y_pred 1.4
    #> loss 1.1, then y_pred 2.1
    #> loss 0.4, then y_pred 2.8
    #> loss 0.3, then y_pred 2.1
    #> loss 0.4, then y_pred 2.8
    #> loss 0.3, then y_pred 2.1
    #> loss 0.4, then y_pred 2.8
