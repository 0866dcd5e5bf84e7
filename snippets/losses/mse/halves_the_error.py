"""Mean squared error pulls in proportion: here each step halves the error."""

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

    slope = f"gradient {weight.grad.item():7.3f}"
    print(f"loss {loss.item():6.3f}  {slope}  then weight {weight.item():.3f}")
    #> loss 10.000  gradient -10.000  then weight 1.000
    #> loss  2.500  gradient  -5.000  then weight 1.500
    #> loss  0.625  gradient  -2.500  then weight 1.750
    #> loss  0.156  gradient  -1.250  then weight 1.875
