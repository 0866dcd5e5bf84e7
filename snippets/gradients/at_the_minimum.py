"""At the minimum the loss is flat in the parameters, not in the inputs."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)  # (sample=3)
y = torch.tensor([1.0, 3.0, 2.0])  # on no line, so errors remain
w = torch.tensor(0.5, requires_grad=True)  # the best line: y = 0.5 x + 1
b = torch.tensor(1.0, requires_grad=True)

loss = ((w * x + b - y) ** 2).mean()
loss.backward()

print(f"loss {loss.item():.4f}")
#> loss 0.5000
print(f"by the weight {w.grad.item():.4f}, by the bias {b.grad.item():.4f}")
#> by the weight 0.0000, by the bias 0.0000
print("by each input", [f"{g:+.4f}" for g in x.grad.tolist()])
#> by each input ['+0.1667', '-0.3333', '+0.1667']
