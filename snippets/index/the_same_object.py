"""The optimizer holds the model's own parameter, and so its gradient."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)

held = optimizer.param_groups[0]["params"][0]
print(f"the same object: {held is model.weight}")
#> the same object: True


def show(when):
    grad = None if held.grad is None else f"{held.grad.item():.4f}"
    print(f"{when}  weight {model.weight.item():.4f}  gradient {grad}")
    #> after the loss   weight 0.6117  gradient None
    #> after backward   weight 0.6117  gradient -2.4909
    #> after step       weight 0.6366  gradient -2.4909


loss = loss_fn(model(x), y)
show("after the loss ")

loss.backward()
show("after backward ")

optimizer.step()
show("after step     ")
