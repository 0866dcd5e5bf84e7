"""A loss that is computed in each epoch falls to 0."""

import torch
from torch import optim

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x  # so the weight to find is 2
w = torch.tensor(0.0, requires_grad=True)
optimizer = optim.SGD([w], lr=0.1)

for epoch in range(8):
    loss = ((w * x - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 2 == 0:
        print(f"epoch {epoch}  loss {loss.item():.1f}  weight {w.item():.1f}")
        #> epoch 0  loss 10.0  weight 1.0
        #> epoch 2  loss 0.6  weight 1.8
        #> epoch 4  loss 0.0  weight 1.9
        #> epoch 6  loss 0.0  weight 2.0

loss_now = ((w * x - y) ** 2).mean().item()
print(f"the loss of the last weight: {loss_now:.1f}")
#> the loss of the last weight: 0.0
