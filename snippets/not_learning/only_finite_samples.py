"""Without the sample that has a nan, each parameter learns."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 2)  # (sample=100, feature=2)
y = x[:, :1] + 1  # (sample=100, 1)
x[41, 1] = float("nan")  # a value that was missing in a table, say
finite = x.isfinite().all(dim=1)  # (sample=100)
x, y = x[finite], y[finite]  # (sample=99, …)

model = nn.Linear(2, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(2):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch}  loss {loss.item():.4f}")
    #> epoch 0  loss 1.0357
    #> epoch 1  loss 0.6862

print("weights are finite:", model.weight.isfinite().all().item())
#> weights are finite: True
