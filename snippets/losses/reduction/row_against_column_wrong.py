"""Wrong: a column of predictions minus a row is a table."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x.squeeze(1) + 1  # (sample=100): a row

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    error = model(x) - y  # (sample=100, sample=100)
    loss = (error**2).mean()

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

variance, mean = y.var(correction=0), y.mean()
print(f"shape of the errors {tuple(error.shape)}")
#> shape of the errors (100, 100)
print(f"loss {loss.item():.4f}  variance of y {variance.item():.4f}")
#> loss 3.5628  variance of y 3.5628
print(f"weight {abs(model.weight.item()):.4f}")
#> weight 0.0000
print(f"bias {model.bias.item():.4f}  mean of y {mean.item():.4f}")
#> bias 0.6497  mean of y 0.6497
