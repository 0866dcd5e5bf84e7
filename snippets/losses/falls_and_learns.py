"""With the square the loss falls to that of the noise: the line is found."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(500):
    loss = ((model(x) - y) ** 2).mean()

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 100 == 0:
        print(f"epoch {epoch:3d}  loss {loss.item():5.2f}")
        #> epoch   0  loss  1.70
        #> epoch 100  loss  0.06
        #> epoch 200  loss  0.01
        #> epoch 300  loss  0.01
        #> epoch 400  loss  0.01

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 1.98  bias 0.99
