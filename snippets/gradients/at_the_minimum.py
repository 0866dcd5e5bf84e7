"""At the minimum the loss is flat in the parameters, not in the inputs."""

import torch

x = torch.tensor([0.0, 1.0, 2.0, 3.0], requires_grad=True)  # (sample=4)
y = torch.tensor([0.0, 2.0, 3.0, 3.0])  # on no line, so errors remain
w = torch.tensor(1.0, requires_grad=True)  # the best line: y = x + 0.5
b = torch.tensor(0.5, requires_grad=True)

loss = ((w * x + b - y) ** 2).mean()
loss.backward()

print(f"loss {loss.item():.4f}")
#> loss 0.2500
print(f"by the weight {w.grad.item():.4f}, by the bias {b.grad.item():.4f}")
#> by the weight 0.0000, by the bias 0.0000
print("by each input", [f"{g:+.4f}" for g in x.grad.tolist()])
#> by each input ['+0.2500', '-0.2500', '-0.2500', '+0.2500']
