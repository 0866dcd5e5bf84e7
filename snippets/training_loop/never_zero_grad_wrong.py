"""Wrong: without zero_grad() the loss swings like a pendulum."""

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
    optimizer.step()

    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}")
        #> epoch  0  loss 1.6997
        #> epoch 10  loss 0.0732
        #> epoch 20  loss 1.4122
        #> epoch 30  loss 0.6195
        #> epoch 40  loss 0.8206
        #> epoch 50  loss 1.0287
        #> epoch 60  loss 0.7455
        #> epoch 70  loss 0.7536
        #> epoch 80  loss 1.2448
        #> epoch 90  loss 0.2481

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 1.53  bias -0.24
