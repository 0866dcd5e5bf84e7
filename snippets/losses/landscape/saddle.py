"""With two weights in a row the loss lingers at a saddle, then falls."""

import torch
from torch import nn, optim

x = torch.tensor([-1.0, 1.0])  # (sample=2)
y = 2 * x

first = torch.tensor(-0.60, requires_grad=True)
second = torch.tensor(0.62, requires_grad=True)
loss_fn = nn.MSELoss()
optimizer = optim.SGD([first, second], lr=0.05)

for step in range(38):
    loss = loss_fn(second * (first * x), y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def loss_at(point):
    return loss_fn(point[1] * (point[0] * x), y)


saddle = torch.zeros(2)
slope = torch.autograd.functional.jacobian(loss_at, saddle).norm().item()
hessian = torch.autograd.functional.hessian(loss_at, saddle)
down, up = torch.linalg.eigvalsh(hessian).tolist()
print(f"at the saddle: slope {slope:.2f}, curvatures {down:+.2f}, {up:+.2f}")
#> at the saddle: slope 0.00, curvatures -4.00, +4.00
product = (first * second).item()
print(f"at the end: {first.item():.3f} * {second.item():.3f} = {product:.3f}")
#> at the end: 1.410 * 1.413 = 1.993
