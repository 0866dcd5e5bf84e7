"""Wrong: a column of answers is compared with a row: 40 times 40 pairs."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(40, 2)  # (sample=40, feature=2)
label = (x[:, 0] > 0).float()  # (sample=40,)
model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=1.0)
loss_fn = nn.BCEWithLogitsLoss()

for epoch in range(100):
    logits = model(x)  # (sample=40, output=1)
    loss = loss_fn(logits.squeeze(1), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

answers = (logits > 0).float()
right = (answers == label).sum().item()
print(f"{right} of {len(label)} right")
#> 850 of 40 right
