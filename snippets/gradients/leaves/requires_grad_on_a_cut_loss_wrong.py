"""Wrong: requires_grad = True on a loss that was cut off teaches nothing."""

import torch
from torch import nn, optim

torch.manual_seed(0)

x = torch.tensor([[1.0], [2.0]])  # (sample=2, feature=1)
y = 2 * x
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(3):
    y_pred = model(x).detach()  # this cut the graph
    loss = nn.functional.mse_loss(y_pred, y)
    loss.requires_grad = True  # and this hides it
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    gradient = model.weight.grad
    print(f"epoch {epoch}  loss {loss.item():.4f}  weight.grad {gradient}")
    #> epoch 0  loss 7.1321  weight.grad None
    #> epoch 1  loss 7.1321  weight.grad None
    #> epoch 2  loss 7.1321  weight.grad None
