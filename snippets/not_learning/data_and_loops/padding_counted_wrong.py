"""Wrong: nine of ten tokens are padding, and the loss counts them."""

import torch
from torch import nn, optim

torch.manual_seed(7)

words = torch.randint(1, 5, (32, 1))  # (sample=32, token=1)
label = nn.functional.pad(words, (0, 9))  # (sample=32, token=10), 0 pads
x = nn.functional.one_hot(label, 5).float()

model = nn.Linear(5, 5)
optimizer = optim.SGD(model.parameters(), lr=1.0)
loss_fn = nn.CrossEntropyLoss()

for step in range(30):
    loss = loss_fn(model(x).flatten(0, 1), label.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

right = (model(x[:, 0]).argmax(1) == words[:, 0]).float().mean().item()
print(f"loss {loss.item():.1f}, words right {right:.1f}")
#> loss 0.2, words right 0.0
