"""Of the five lines of a step, two change .grad and one the weight."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)


def look(line):
    grad = model.weight.grad
    shown = "None" if grad is None else f"{grad.item():+.4f}"
    print(f"{line:10}  weight {model.weight.item():.4f}  grad {shown}")
    #> forward     weight 0.6117  grad None
    #> loss        weight 0.6117  grad None
    #> zero_grad   weight 0.6117  grad None
    #> backward    weight 0.6117  grad -2.4909
    #> step        weight 0.6366  grad -2.4909
    #> forward     weight 0.6366  grad -2.4909
    #> loss        weight 0.6366  grad -2.4909
    #> zero_grad   weight 0.6366  grad None
    #> backward    weight 0.6366  grad -2.4440
    #> step        weight 0.6610  grad -2.4440


for epoch in range(2):
    y_pred = model(x)
    look("forward")
    loss = loss_fn(y_pred, y)
    look("loss")
    optimizer.zero_grad()
    look("zero_grad")
    loss.backward()
    look("backward")
    optimizer.step()
    look("step")
