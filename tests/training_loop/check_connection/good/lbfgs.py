import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 3)
y = torch.sin(x @ torch.randn(3, 1))
model = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.LBFGS(model.parameters(), max_iter=4)


def closure():
    optimizer.zero_grad()
    loss = functional.mse_loss(model(x), y)
    loss.backward()
    return loss


for _ in range(25):
    optimizer.step(closure)
