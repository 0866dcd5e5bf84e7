"""A classifier memorizes labels that were drawn at random, by cross-entropy and Adam."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 10)  # (sample=100, feature=10)
y = torch.randint(0, 3, (100,))  # (sample=100), each label 0, 1 or 2

model = nn.Linear(10, 3)
loss_fn = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.001)

for epoch in range(100):
    y_pred = model(x)  # (sample=100, class=3), raw logits
    loss = loss_fn(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}")

print("weight, one row a class:")
for row in model.weight.tolist():
    print("  ".join(f"{value:+.2f}" for value in row))
print("bias:")
print("  ".join(f"{value:+.2f}" for value in model.bias.tolist()))
