"""The L1 term keeps its pull until the line is as near as the noise."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.01)


def pull(loss):
    """How hard a loss pulls on the weight."""
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    return model.weight.grad.item()


pulls = {}  # by step
for epoch in range(1100):
    error = model(x) - y
    mse, l1 = (error**2).mean(), error.abs().mean()
    loss = mse + 0.1 * l1

    if epoch in (0, 50, 99, 200, 1099):
        by_hand = 0.1 * (error.sign() * x).mean().item()
        pulls[epoch] = pull(mse), pull(0.1 * l1), by_hand

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

for epoch, (mse_pull, l1_pull, by_hand) in pulls.items():
    both = f"MSE {mse_pull:+.4f}  L1 {l1_pull:+.4f}"
    print(f"step {epoch:4d}  {both}  by hand {by_hand:+.4f}")
    #> step    0  MSE -2.4909  L1 -0.0755  by hand -0.0755
    #> step   50  MSE -0.9322  L1 -0.0732  by hand -0.0732
    #> step   99  MSE -0.3452  L1 -0.0636  by hand -0.0636
    #> step  200  MSE -0.0374  L1 -0.0048  by hand -0.0048
    #> step 1099  MSE -0.0071  L1 +0.0071  by hand +0.0071

features = torch.cat([x, torch.ones(100, 1)], dim=1)
# where the MSE alone is smallest
best = torch.linalg.lstsq(features, y).solution.squeeze()
moved_weight = model.weight.item() - best[0].item()
moved_bias = model.bias.item() - best[1].item()
print(f"minimum moved by weight {moved_weight:+.4f}  bias {moved_bias:+.4f}")
#> minimum moved by weight -0.0040  bias -0.0007
