"""Wrong: strict=False drops all keys of a checkpoint, and says nothing."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 4)  # (sample=50, feature=4)
y = x.sum(1, keepdim=True).tanh()
saved = {"model.weight": torch.full((2, 4), 0.5), "model.bias": torch.zeros(2)}

encoder = nn.Linear(4, 2).requires_grad_(False)
encoder.load_state_dict(saved, strict=False)

head = nn.Linear(2, 1)
optimizer = optim.SGD(head.parameters(), lr=0.1)
for epoch in range(100):
    loss = nn.functional.mse_loss(head(encoder(x).tanh()), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loaded: {encoder.weight.equal(saved['model.weight'])}")
#> loaded: False
