"""Wrong: state_dict() hands out the weights, and the next step moves them."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(40, 20)  # (sample=40, feature=20), half of them held out
y = x[:, :1] + torch.randn(40, 1)

model = nn.Linear(20, 1)
optimizer = optim.Adam(model.parameters(), lr=0.1)
best = float("inf")

for epoch in range(100):
    loss = nn.functional.mse_loss(model(x[:20]), y[:20])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(x[20:]), y[20:]).item()
    if held_out < best:
        best = held_out
        best_state = model.state_dict()

model.load_state_dict(best_state)
restored = nn.functional.mse_loss(model(x[20:]), y[20:]).item()
print(f"the best epoch is back: {abs(restored - best) < 0.001}")
#> the best epoch is back: False
