"""Long training gets better at the random labels it saw, and at no others."""

import math

import torch
from torch import nn, optim

torch.manual_seed(7)

# (sample=100 and 1000, feature=10), each label 0, 1 or 2
x, x_held_out = torch.randn(100, 10), torch.randn(1000, 10)
y, y_held_out = torch.randint(0, 3, (100,)), torch.randint(0, 3, (1000,))

model = nn.Linear(10, 3)
loss_fn = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.001)


def measure(x, y):
    with torch.no_grad():
        y_pred = model(x)
    accuracy = (y_pred.argmax(dim=1) == y).float().mean()
    return accuracy.item(), loss_fn(y_pred, y).item()


accuracy_before, loss_before = measure(x, y)
held_out_before, held_out_loss_before = measure(x_held_out, y_held_out)

for epoch in range(1000):
    y_pred = model(x)
    loss = loss_fn(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

accuracy_after, loss_after = measure(x, y)
held_out_after, held_out_loss_after = measure(x_held_out, y_held_out)
ln_3 = math.log(3)  # the loss of a model that prefers no class

print(f"accuracy, seen      {accuracy_before:.3f} -> {accuracy_after:.3f}")
#> accuracy, seen      0.290 -> 0.500
print(f"accuracy, held out  {held_out_before:.3f} -> {held_out_after:.3f}")
#> accuracy, held out  0.339 -> 0.339
print(f"loss, seen  {loss_before:.4f} -> {loss_after:.4f}")
#> loss, seen  1.1990 -> 1.0116
print(f"held out    {held_out_loss_before:.4f} -> {held_out_loss_after:.4f}")
#> held out    1.1932 -> 1.1916
print(f"ln 3        {ln_3:.4f}")
#> ln 3        1.0986
