"""Wrong: a loss wrapped again is a new leaf, and nothing learns."""

import torch
from torch import nn, optim

torch.manual_seed(0)

x = torch.tensor([[1.0], [2.0]])  # (sample=2, feature=1)
y = 2 * x
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(3):
    loss = nn.functional.mse_loss(model(x), y)
    loss = torch.tensor(loss.item(), requires_grad=True)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    gradient = model.weight.grad
    print(f"epoch {epoch}  loss {loss.item():.4f}  weight.grad {gradient}")
    #> epoch 0  loss 7.1321  weight.grad None
    #> epoch 1  loss 7.1321  weight.grad None
    #> epoch 2  loss 7.1321  weight.grad None

print("loss.grad", loss.grad.item())
#> loss.grad 1.0
