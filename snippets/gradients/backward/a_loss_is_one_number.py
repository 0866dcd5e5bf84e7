"""backward() starts from one number, or is told how several add up."""

import torch

x = torch.tensor([1.0, 2.0])  # (sample=2)
w = torch.tensor(1.0, requires_grad=True)

losses = (w * x - 2 * x) ** 2  # (sample=2)
try:
    losses.backward()
except RuntimeError as error:
    message = str(error)
    print(message)
    #> grad can be implicitly created only for scalar outputs

losses.mean().backward()
print("the mean:", w.grad.item())
#> the mean: -5.0

w.grad = None
losses = (w * x - 2 * x) ** 2
losses.backward(torch.tensor([0.5, 0.5]))  # a weight for each loss
print("half of each:", w.grad.item())
#> half of each: -5.0
