"""Tied before it is loaded, a weight that was saved once reaches both."""

import torch
from torch import nn, optim

torch.manual_seed(7)

word = torch.arange(8)
after = (word + 3) % 8


def layers():
    return nn.Sequential(
        nn.Embedding(8, 4), nn.Linear(4, 4), nn.Linear(4, 8, bias=False)
    )


model = layers()
model[2].weight = model[0].weight  # tied: one tensor in two layers
optimizer = optim.Adam(model.parameters(), lr=0.05)
for epoch in range(300):
    loss = nn.functional.cross_entropy(model(word), after)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

saved = model.state_dict()
del saved["2.weight"]  # it is 0.weight, which is there

loaded = layers()
loaded[2].weight = loaded[0].weight
loaded.load_state_dict(saved, strict=False)
right = (loaded(word).argmax(1) == after).float().mean().item()
print(f"right as before: {right == 1}")
#> right as before: True
