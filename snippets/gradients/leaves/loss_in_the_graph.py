"""A loss that stays in the graph gives the weight a gradient, and it learns."""

import torch
from torch import nn, optim

torch.manual_seed(0)

x = torch.tensor([[1.0], [2.0]])  # (sample=2, feature=1)
y = 2 * x
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(3):
    y_pred = model(x)
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    gradient = model.weight.grad.item()
    print(f"epoch {epoch}  loss {loss.item():.4f}  weight.grad {gradient:.4f}")
    #> epoch 0  loss 7.1321  weight.grad -8.4281
    #> epoch 1  loss 0.8512  weight.grad -2.7292
    #> epoch 2  loss 0.2254  weight.grad -0.9352
