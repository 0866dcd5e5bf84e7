"""kl_div gets the logarithm of what the model says."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.eye(3)  # (sample=3, feature=3)
y = torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])

model = nn.Linear(3, 3)
loss_fn = nn.KLDivLoss(reduction="batchmean")
optimizer = optim.Adam(model.parameters(), lr=0.3)

for step in range(50):
    y_pred = model(x).log_softmax(1)
    loss = loss_fn(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.2f}")
#> loss 0.00
