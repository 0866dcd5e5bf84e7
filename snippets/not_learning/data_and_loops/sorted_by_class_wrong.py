"""Wrong: batches of one class each teach the model the last class."""

import torch
from torch import nn, optim

torch.manual_seed(7)

label = torch.arange(3).repeat_interleave(40)  # (sample=120), sorted
x = nn.functional.one_hot(label, 3) + 0.8 * torch.randn(120, 3)

model = nn.Linear(3, 3)
optimizer = optim.SGD(model.parameters(), lr=2.0)

for epoch in range(10):
    for batch in torch.arange(120).split(10):
        loss = nn.functional.cross_entropy(model(x[batch]), label[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

of_all = nn.functional.cross_entropy(model(x), label)
print(f"last batch's loss {loss.item():.1f}, of all {of_all.item():.1f}")
#> last batch's loss 0.1, of all 1.1
