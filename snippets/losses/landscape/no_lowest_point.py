"""Where a line separates the classes, cross-entropy has no lowest point."""

import torch
from torch import nn, optim

x = torch.tensor([-1.0, 1.0])  # (sample=2)
y = torch.tensor([0.0, 1.0])  # (sample=2): no, yes

weight = torch.tensor(0.0, requires_grad=True)
loss_fn = nn.BCEWithLogitsLoss()  # cross-entropy for yes or no
optimizer = optim.SGD([weight], lr=1.0)

for step in range(1001):
    loss = loss_fn(weight * x, y)
    if step in (0, 1, 10, 100, 1000):
        values = f"loss {loss.item():.5f}  weight {weight.item():.2f}"
        print(f"step {step}  {values}")
        #> step 0  loss 0.69315  weight 0.00
        #> step 1  loss 0.47408  weight 0.50
        #> step 10  loss 0.09895  weight 2.26
        #> step 100  loss 0.01011  weight 4.59
        #> step 1000  loss 0.00100  weight 6.91

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
