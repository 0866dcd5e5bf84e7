"""In a ravine, the way down is not the way to the minimum."""

import torch
from torch import optim
from torch.nn.functional import cosine_similarity

x = torch.tensor([2.0, 3.0, 4.0])  # (sample=3), all far from 0 on one side
y = 2 * x + 1  # so the minimum is at weight 2, bias 1
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(3.5, requires_grad=True)
optimizer = optim.SGD([w, b], lr=0.08)

to_minimum = torch.tensor([2 - w.item(), 1 - b.item()])

for epoch in range(100):
    loss = ((w * x + b - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    if epoch == 0:
        downhill = -torch.stack([w.grad, b.grad])
        cosine = cosine_similarity(downhill, to_minimum, dim=0)
        angle = cosine.acos().rad2deg().item()
        print(f"downhill is {angle:.0f}° away from the way to the minimum")
        #> downhill is 81° away from the way to the minimum
    optimizer.step()

print(f"after {epoch + 1} steps: weight {w.item():.2f}, bias {b.item():.2f}")
#> after 100 steps: weight 1.71, bias 1.93
