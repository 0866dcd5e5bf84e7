"""A column of predictions minus a column of targets is one error a sample."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1  # (sample=100, target=1): a column

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    error = model(x) - y  # (sample=100, 1)
    loss = (error**2).mean()

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

variance, mean = y.var(correction=0), y.mean()
print(f"shape of the errors {tuple(error.shape)}")
#> shape of the errors (100, 1)
print(f"loss {loss.item():.4f}  variance of y {variance.item():.4f}")
#> loss 0.0000  variance of y 3.5628
print(f"weight {abs(model.weight.item()):.4f}")
#> weight 2.0000
print(f"bias {model.bias.item():.4f}  mean of y {mean.item():.4f}")
#> bias 1.0000  mean of y 0.6497
