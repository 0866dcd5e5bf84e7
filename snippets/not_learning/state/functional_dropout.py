"""A dropout that is a layer stops in eval mode."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(100, 4)
y = x[:, :1] - x[:, 1:2]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(4, 32), nn.Linear(32, 1)
        self.dropout = nn.Dropout()

    def forward(self, x):
        return self.last(self.dropout(self.first(x).relu()))


model = Model()
optimizer = optim.Adam(model.parameters(), lr=0.01)

for epoch in range(200):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

model.eval()
with torch.no_grad():
    once, again = model(x), model(x)
print(f"asked twice, the same answers: {torch.equal(once, again)}")
#> asked twice, the same answers: True
