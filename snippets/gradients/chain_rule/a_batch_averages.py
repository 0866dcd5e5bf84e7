"""The gradient of a mean over a batch is the mean of its gradients."""

import torch

x = torch.tensor([1.0, 2.0, 3.0])  # (sample=3)
y = 2 * x + 1
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)

y_pred = w * x + b  # (sample=3)
error = y_pred - y
loss = (error**2).mean()
loss.backward()

w_of_each = 2 * error.detach() * x  # the chain rule, sample by sample
b_of_each = 2 * error.detach()

print("weight, of each sample", w_of_each.tolist())
#> weight, of each sample [-4.0, -12.0, -24.0]
print(f"their mean {w_of_each.mean().item():.4f}, w.grad {w.grad.item():.4f}")
#> their mean -13.3333, w.grad -13.3333
print("bias, of each sample  ", b_of_each.tolist())
#> bias, of each sample   [-4.0, -6.0, -8.0]
print(f"their mean {b_of_each.mean().item():.4f}, b.grad {b.grad.item():.4f}")
#> their mean -6.0000, b.grad -6.0000
