"""Wrong: long steps kill the ReLUs, and one answer is left for all samples."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(150, 4)  # (sample=150, feature=4)
label = x[:, :3].argmax(1)  # three classes

layers = [nn.Linear(4, 32)]
for _ in range(4):
    layers += [nn.ReLU(), nn.Linear(32, 32)]
model = nn.Sequential(*layers, nn.ReLU(), nn.Linear(32, 3))
optimizer = optim.Adam(model.parameters(), lr=0.5)

for epoch in range(100):
    scores = model(x)
    loss = nn.functional.cross_entropy(scores, label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"answers {scores.argmax(1).unique().tolist()}")
#> answers [2]
