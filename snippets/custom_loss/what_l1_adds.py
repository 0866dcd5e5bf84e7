"""The L1 term pulls nearly as hard close to the line as far from it, and hardly moves its place."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.01)

pulls = []  # on the weight, at each step: of the MSE, of 0.1 * L1, and of the latter by hand
for epoch in range(1100):
    error = model(x) - y
    mse, l1 = (error**2).mean(), error.abs().mean()
    (mse_pull,) = torch.autograd.grad(mse, model.weight, retain_graph=True)
    (l1_pull,) = torch.autograd.grad(0.1 * l1, model.weight, retain_graph=True)
    by_hand = 0.1 * (error.sign() * x).mean()
    pulls.append((mse_pull.item(), l1_pull.item(), by_hand.item()))

    loss = mse + 0.1 * l1
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

for step in (0, 50, 99):
    print("step {:2d}  MSE {:+.4f}  L1 {:+.4f}  by hand {:+.4f}".format(step, *pulls[step]))
    #> step  0  MSE -2.4909  L1 -0.0755  by hand -0.0755
    #> step 50  MSE -0.9322  L1 -0.0732  by hand -0.0732
    #> step 99  MSE -0.3452  L1 -0.0636  by hand -0.0636
mse_pull_first, l1_pull_first, l1_pull_by_hand = pulls[0]
mse_pull_last, l1_pull_last, _ = pulls[99]

features = torch.cat([x, torch.ones(100, 1)], dim=1)
best = torch.linalg.lstsq(features, y).solution.squeeze()  # where the MSE alone is smallest
moved_weight = model.weight.item() - best[0].item()
moved_bias = model.bias.item() - best[1].item()
print(f"minimum moved by {moved_weight:+.4f} (weight) and {moved_bias:+.4f} (bias)")
#> minimum moved by -0.0040 (weight) and -0.0007 (bias)
