"""One wrong sample of five drags the line away from the other four."""

import torch
from torch import nn, optim

x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])  # (sample=5)
y = torch.tensor([2.0, 4.0, 6.0, 8.0, 30.0])  # 10 would be on the line

weight = torch.tensor(0.0, requires_grad=True)
loss_fn = nn.MSELoss()
optimizer = optim.SGD([weight], lr=0.01)

# what each sample adds to the first gradient
pulls = 2 * (weight * x - y) * x / len(x)
outlier_share = (pulls[4] / pulls.sum()).item()

for step in range(100):
    loss = loss_fn(weight * x, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"the outlier's share of the first gradient {outlier_share:.0%}")
#> the outlier's share of the first gradient 71%
print(f"weight {weight.item():.4f}")
#> weight 3.8182
errors = (weight * x - y).tolist()
print("errors", "  ".join(f"{error:+.2f}" for error in errors))
#> errors +1.82  +3.64  +5.45  +7.27  -10.91
