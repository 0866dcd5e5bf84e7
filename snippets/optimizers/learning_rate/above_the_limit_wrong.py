"""Wrong: with lr 2 % above 2 / λmax, the line flies apart."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()


def loss_at(point):  # (weight and bias=2)
    return loss_fn(point[0] * x + point[1], y)


hessian = torch.autograd.functional.hessian(loss_at, torch.zeros(2))
curvature = torch.linalg.eigvalsh(hessian)  # λ of the bowl's two axes
limit = 2 / curvature[-1].item()
lr = 1.02 * limit
optimizer = optim.SGD(model.parameters(), lr=lr)
keeps = 1 - lr * curvature[-1].item()
print(f"limit {limit:.4f}; a step keeps {keeps:+.2f} of the error")
#> limit 0.8771; a step keeps -1.04 of the error

for epoch in range(40):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch in (0, 1, 2, 10, 20, 39):
        print(f"epoch {epoch:2}  loss {loss.item():.3f}")
        #> epoch  0  loss 1.700
        #> epoch  1  loss 0.930
        #> epoch  2  loss 0.862
        #> epoch 10  loss 1.560
        #> epoch 20  loss 3.408
        #> epoch 39  loss 15.095
