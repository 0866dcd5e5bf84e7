"""The mean of batch losses is the data's loss if sizes are equal."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise
model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()

with torch.no_grad():
    print(f"all 100 samples at once {loss_fn(model(x), y).item():.4f}")
    #> all 100 samples at once 1.6997
    for size in (25, 32):
        batches = list(zip(x.split(size), y.split(size), strict=True))
        sizes = [len(x_batch) for x_batch, _ in batches]
        losses = [loss_fn(model(a), b).item() for a, b in batches]
        mean = sum(losses) / len(losses)
        parts = zip(sizes, losses, strict=True)
        weighted = sum(n / 100 * loss for n, loss in parts)
        print(f"{sizes}  mean {mean:.4f}  weighed by size {weighted:.4f}")
        #> [25, 25, 25, 25]  mean 1.6997  weighed by size 1.6997
        #> [32, 32, 32, 4]  mean 1.5427  weighed by size 1.6997
