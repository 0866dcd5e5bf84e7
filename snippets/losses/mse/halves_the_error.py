"""A squared error pulls in proportion to itself: here each step halves it."""

import torch
from torch import nn, optim

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x  # so the weight to find is 2

weight = torch.tensor(0.0, requires_grad=True)
loss_fn = nn.MSELoss()
optimizer = optim.SGD([weight], lr=0.1)

for step in range(4):
    loss = loss_fn(weight * x, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    print(f"step {step}  loss {loss.item():6.3f}  weight after it {weight.item():.3f}")
    #> step 0  loss 10.000  weight after it 1.000
    #> step 1  loss  2.500  weight after it 1.500
    #> step 2  loss  0.625  weight after it 1.750
    #> step 3  loss  0.156  weight after it 1.875
