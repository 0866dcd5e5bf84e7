"""backward() writes .grad although no optimizer exists."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.tensor([[1.0], [2.0]])  # (sample=2, feature=1)
y = 2 * x
model = nn.Linear(1, 1)
loss = nn.functional.mse_loss(model(x), y)

print("before:", model.weight.grad, model.bias.grad)
#> before: None None
weight_before = model.weight.item()
loss.backward()
weight_gradient = model.weight.grad.item()
bias_gradient = model.bias.grad.item()
print(f"after: {weight_gradient:.4f} {bias_gradient:.4f}")
#> after: -8.4281 -4.9496
print("did the weight move?", model.weight.item() != weight_before)
#> did the weight move? False
