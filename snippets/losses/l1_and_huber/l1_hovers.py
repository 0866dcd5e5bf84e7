"""L1 pulls as hard near its minimum as far away, so SGD never settles."""

import torch
from torch import nn, optim

y = torch.tensor(1.0)
y_pred = torch.tensor(0.0, requires_grad=True)  # the model
loss_fn = nn.L1Loss()
optimizer = optim.SGD([y_pred], lr=0.3)

for step in range(8):
    loss = loss_fn(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    print(f"step {step}  loss {loss.item():.2f}  y_pred after it {y_pred.item():.2f}")
    #> step 0  loss 1.00  y_pred after it 0.30
    #> step 1  loss 0.70  y_pred after it 0.60
    #> step 2  loss 0.40  y_pred after it 0.90
    #> step 3  loss 0.10  y_pred after it 1.20
    #> step 4  loss 0.20  y_pred after it 0.90
    #> step 5  loss 0.10  y_pred after it 1.20
    #> step 6  loss 0.20  y_pred after it 0.90
    #> step 7  loss 0.10  y_pred after it 1.20
