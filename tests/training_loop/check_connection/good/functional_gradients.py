import torch
from torch import nn
from torch.func import functional_call, grad
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def loss(parameters):
    return functional.mse_loss(functional_call(model, parameters, (x,)), y)


for _ in range(30):
    named = dict(model.named_parameters())
    for name, gradient in grad(loss)(named).items():
        named[name].grad = gradient.detach()
    optimizer.step()
