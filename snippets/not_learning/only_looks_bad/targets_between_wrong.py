"""Wrong: what targets between 0 and 1 leave of the loss looks like an error."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 2)  # (sample=50, feature=2)
y = (x @ torch.tensor([[2.0], [-1.0]])).sigmoid()  # (sample=50, share=1)

model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=1.0)
loss_fn = nn.BCEWithLogitsLoss()
least = loss_fn(y.logit(), y).item()  # where each answer is its target
shown = []

for epoch in range(100):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    shown.append(loss.item())

off = (model(x).sigmoid() - y).abs().max().item()
print(f"loss {shown[-1]:.2f}, and no answer is off by more than {off:.2f}")
#> loss 0.42, and no answer is off by more than 0.00
