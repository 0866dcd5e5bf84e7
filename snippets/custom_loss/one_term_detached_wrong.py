"""Wrong: `.item()` around one term loses its gradient, without an error."""

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
    return mse + 0.1 * l1.item()  # wrong: a number has no gradient


for epoch in range(100):
    y_pred = model(x)  # (sample=100, prediction=1)
    loss = custom_loss(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch == 0:
        print(f"first loss {loss.item():.4f}")
        #> first loss 1.8034
        print(f"first gradient {model.weight.grad.item():.4f}")
        #> first gradient -2.4909

print(f"weight {model.weight.item():.2f}  bias {model.bias.item():.2f}")
#> weight 1.75  bias 0.91
