"""The gradient is negative below the best weight and positive above."""

import torch

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x  # so the weight to find is 2

for start in [0.0, 1.0, 2.0, 3.0]:
    w = torch.tensor(start, requires_grad=True)
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    gradient = w.grad.item()
    slope = f"gradient {gradient:+6.2f}"
    print(f"weight {start}  loss {loss.item():5.2f}  {slope}")
    #> weight 0.0  loss 10.00  gradient -10.00
    #> weight 1.0  loss  2.50  gradient  -5.00
    #> weight 2.0  loss  0.00  gradient  +0.00
    #> weight 3.0  loss  2.50  gradient  +5.00
