"""Mean squared error of a line is a bowl, curved alike everywhere."""

import torch
from torch import nn, optim

x = torch.tensor([0.0, 1.0, 2.0])  # (sample=3)
y = torch.tensor([1.1, 2.8, 5.1])  # (sample=3), about 2 * x + 1

weight = torch.tensor(-1.0, requires_grad=True)
bias = torch.tensor(4.0, requires_grad=True)
loss_fn = nn.MSELoss()
optimizer = optim.SGD([weight, bias], lr=0.1)

for step in range(60):
    loss = loss_fn(weight * x + bias, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def loss_at(point):
    return loss_fn(point[0] * x + point[1], y)


for point in torch.tensor([2.0, 1.0]), torch.tensor([-50.0, 70.0]):
    hessian = torch.autograd.functional.hessian(loss_at, point)
    small, large = torch.linalg.eigvalsh(hessian).tolist()
    print(f"at {point.tolist()}: curvatures {small:.3f} and {large:.3f}")
    #> at [2.0, 1.0]: curvatures 0.558 and 4.775
    #> at [-50.0, 70.0]: curvatures 0.558 and 4.775
