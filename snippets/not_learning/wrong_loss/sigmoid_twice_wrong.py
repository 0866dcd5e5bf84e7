"""Wrong: probabilities where the loss expects logits."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.tensor([[-1.0], [1.0]])  # (sample=2, feature=1)
y = torch.tensor([[0.0], [1.0]])  # no, yes

model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
loss_fn = nn.BCEWithLogitsLoss()
optimizer = optim.Adam(model.parameters(), lr=0.3)

for step in range(80):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.1f}")
#> loss 0.5
