"""The new head has the name that forward() calls."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(60, 4)
y = 2 * (x[:, 0] > 0) + (x[:, 1] > 0)  # four classes


class Pretrained(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(4, 32), nn.ReLU())
        self.classifier = nn.Linear(32, 10)

    def forward(self, x):
        return self.classifier(self.encoder(x))


model = Pretrained()
model.classifier = nn.Linear(32, 4)
optimizer = optim.Adam(model.classifier.parameters(), lr=0.03)
loss_fn = nn.CrossEntropyLoss()

for epoch in range(100):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
