"""Wrong: zero_grad() before step() throws each gradient away."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(100):
    y_pred = model(x)  # (sample=100, prediction=1)
    loss = loss_fn(y_pred, y)

    loss.backward()
    optimizer.zero_grad()
    optimizer.step()

    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}")
        #> epoch  0  loss 1.6997
        #> epoch 10  loss 1.6997
        #> epoch 20  loss 1.6997
        #> epoch 30  loss 1.6997
        #> epoch 40  loss 1.6997
        #> epoch 50  loss 1.6997
        #> epoch 60  loss 1.6997
        #> epoch 70  loss 1.6997
        #> epoch 80  loss 1.6997
        #> epoch 90  loss 1.6997

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 0.61  bias 0.91
