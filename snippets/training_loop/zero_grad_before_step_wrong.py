"""Wrong: zero_grad() before step() throws each gradient away."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(100):
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()

    if epoch % 33 == 0:
        weight = model.weight.item()
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}  weight {weight:.4f}")
        #> epoch  0  loss 1.6997  weight 0.6117
        #> epoch 33  loss 1.6997  weight 0.6117
        #> epoch 66  loss 1.6997  weight 0.6117
        #> epoch 99  loss 1.6997  weight 0.6117
