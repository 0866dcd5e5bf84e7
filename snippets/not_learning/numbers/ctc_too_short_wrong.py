"""Wrong: five steps cannot spell six labels, so none of them is likely."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(5, 8, 16)  # (step=5, sample=8, feature=16)
label = torch.randint(1, 4, (8, 6))  # (sample=8, label=6); 0 is the blank
steps, labels = torch.full((8,), len(x)), torch.full((8,), 6)

model = nn.Linear(16, 4)
optimizer = optim.Adam(model.parameters(), lr=0.05)
loss_fn = nn.CTCLoss()

for epoch in range(100):
    loss = loss_fn(model(x).log_softmax(2), label, steps, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"finite: {loss.isfinite().item()}")
#> finite: False
