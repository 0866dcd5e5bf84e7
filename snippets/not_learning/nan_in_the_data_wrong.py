"""Wrong: one nan among the data makes each parameter nan in one step."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 2)  # (sample=100, feature=2)
y = x[:, :1] + 1  # (sample=100, 1)
x[41, 1] = float("nan")  # a value that was missing in a table, say

model = nn.Linear(2, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(2):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch}  loss {loss.item()}")
    #> epoch 0  loss nan
    #> epoch 1  loss nan

print("weight", model.weight.tolist(), "bias", model.bias.tolist())
#> weight [[nan, nan]] bias [nan]
print("look at (sample, feature)", (~x.isfinite()).nonzero().tolist())
#> look at (sample, feature) [[41, 1]]
