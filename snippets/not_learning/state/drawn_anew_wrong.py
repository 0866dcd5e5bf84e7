"""Wrong: weights are drawn anew after they were loaded."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(50, 4)  # (sample=50, feature=4)
y = x.sum(1, keepdim=True).tanh()
saved = {"weight": torch.full((2, 4), 0.5), "bias": torch.zeros(2)}


def draw(module):
    if isinstance(module, nn.Linear):
        nn.init.xavier_normal_(module.weight)


model = nn.Sequential(nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1))
model[0].load_state_dict(saved)
model.apply(draw)
model[0].requires_grad_(False)

optimizer = optim.SGD(model[2].parameters(), lr=0.1)
for epoch in range(100):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loaded: {model[0].weight.equal(saved['weight'])}")
#> loaded: False
