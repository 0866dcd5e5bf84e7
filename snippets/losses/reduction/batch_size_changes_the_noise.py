"""Under a mean, a larger batch changes a gradient's noise, not its average."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.randn(100)  # (sample=100)
y = 2 * x + torch.randn(100)
weight = torch.tensor(0.0, requires_grad=True)

found = {}  # the gradients of all batches of a size

for reduction in ["mean", "sum"]:
    loss_fn = nn.MSELoss(reduction=reduction)
    for size in [1, 10, 50]:
        gradients = []  # one of each batch
        for x_batch, y_batch in zip(x.split(size), y.split(size), strict=True):
            loss_fn(weight * x_batch, y_batch).backward()
            gradients.append(weight.grad)
            weight.grad = None
        gradients = torch.stack(gradients)  # (batch=100 / size)
        found[reduction, size] = gradients
        average, spread = gradients.mean(), gradients.std(correction=0)
        values = f"average {average.item():6.1f}  spread {spread.item():6.3f}"
        print(f"{reduction:4}  batches of {size:2d}  {values}")
        #> mean  batches of  1  average   -3.3  spread  4.893
        #> mean  batches of 10  average   -3.3  spread  1.397
        #> mean  batches of 50  average   -3.3  spread  0.145
        #> sum   batches of  1  average   -3.3  spread  4.893
        #> sum   batches of 10  average  -33.3  spread 13.968
        #> sum   batches of 50  average -166.5  spread  7.259
