"""Autograd differentiates a loss of your own: MSE + 0.1 * L1."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.01)


def custom_loss(y_pred, y_true):
    mse = torch.mean((y_pred - y_true) ** 2)
    l1 = torch.mean(torch.abs(y_pred - y_true))
    return mse + 0.1 * l1


for epoch in range(100):
    y_pred = model(x)  # (sample=100, prediction=1)
    loss = custom_loss(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}")
        #> epoch  0  loss 1.8034
        #> epoch 10  loss 1.2441
        #> epoch 20  loss 0.8635
        #> epoch 30  loss 0.6031
        #> epoch 40  loss 0.4241
        #> epoch 50  loss 0.3004
        #> epoch 60  loss 0.2147
        #> epoch 70  loss 0.1549
        #> epoch 80  loss 0.1130
        #> epoch 90  loss 0.0836

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 1.78  bias 0.92
