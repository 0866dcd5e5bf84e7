"""A learning rate that shrinks with each step brings L1 to rest."""

import torch
from torch import nn, optim

y = torch.tensor(2.5)
y_pred = torch.tensor(0.0, requires_grad=True)  # the model
loss_fn = nn.L1Loss()
optimizer = optim.SGD([y_pred], lr=0.7)
scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)

for step in range(61):
    loss = loss_fn(y_pred, y)
    if step % 20 == 0:
        lr = scheduler.get_last_lr()[0]
        print(f"step {step:2d}  lr {lr:.4f}  loss {loss.item():.4f}")
        #> step  0  lr 0.7000  loss 2.5000
        #> step 20  lr 0.0851  loss 0.0024
        #> step 40  lr 0.0103  loss 0.0002
        #> step 60  lr 0.0013  loss 0.0000

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
