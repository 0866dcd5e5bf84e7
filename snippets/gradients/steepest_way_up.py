"""Of nudges of one length, that along the gradient raises the loss most."""

import torch

torch.set_default_dtype(torch.float64)  # small changes need many digits

x = torch.tensor([1.0, 2.0, 3.0])  # (sample=3)
y = 2 * x + 1
length = 0.001  # of every nudge


def loss_at(point):  # point: (weight, bias)
    return ((point[0] * x + point[1] - y) ** 2).mean()


start = torch.tensor([0.0, 2.0], requires_grad=True)
loss = loss_at(start)
loss.backward()
by_weight, by_bias = start.grad
gradient_angle = torch.atan2(by_bias, by_weight).rad2deg().item() % 360

angles = torch.arange(360.0).deg2rad()  # 0° raises the weight, 90° the bias
directions = torch.stack([angles.cos(), angles.sin()], dim=1)  # (angle, 2)
with torch.no_grad():
    nudged = torch.stack([loss_at(start + length * d) for d in directions])
    rises = nudged - loss

up, down = int(rises.argmax()), int(rises.argmin())
across = (up + down) // 2
print(f"the gradient points at {gradient_angle:.1f}°")
#> the gradient points at 202.2°
print(f"the loss rises most at {up}°: {rises.max().item():+.5f}")
#> the loss rises most at 202°: +0.01585
print(f"the loss falls most at {down}°: {rises.min().item():+.5f}")
#> the loss falls most at 22°: -0.01584
print(f"in between, at {across}°: {rises[across].item():+.5f}")
#> in between, at 112°: -0.00007
