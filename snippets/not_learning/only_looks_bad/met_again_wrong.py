"""Wrong: the loss falls where each epoch meets the samples of the last."""

import torch
from torch import nn, optim

torch.manual_seed(7)


def draw(count):
    x = torch.randn(count, 40)  # (sample=count, feature=40)
    return x, x[:, :1] + torch.randn(count, 1)


x, y = draw(320)
model = nn.Sequential(nn.Linear(40, 200), nn.ReLU(), nn.Linear(200, 1))
optimizer = optim.Adam(model.parameters(), lr=0.003)
shown = []

for epoch in range(6):
    for rows in torch.arange(320).split(16):
        loss = nn.functional.mse_loss(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        shown.append(loss.item())

halves = torch.tensor(shown).reshape(6, 2, 10).mean(2)  # (epoch=6, half=2)
within = (halves[:, 0] - halves[:, 1]).mean()
between = (halves[:-1, 1] - halves[1:, 0]).mean()
with torch.no_grad():
    x, y = draw(2000)
    held_out = nn.functional.mse_loss(model(x), y)
print(f"falls within epochs {within:.1f}, between them {between:.1f}")
#> falls within epochs -0.1, between them 0.4
print(f"training {halves[-1].mean():.1f}, held out {held_out:.1f}")
#> training 0.4, held out 1.2
