"""A classifier memorizes random labels by cross-entropy and Adam."""

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
        #> epoch  0  loss 1.1745
        #> epoch 10  loss 1.1581
        #> epoch 20  loss 1.1426
        #> epoch 30  loss 1.1283
        #> epoch 40  loss 1.1151
        #> epoch 50  loss 1.1029
        #> epoch 60  loss 1.0919
        #> epoch 70  loss 1.0818
        #> epoch 80  loss 1.0727
        #> epoch 90  loss 1.0644

print("weight, one row a class:")
#> weight, one row a class:
for row in model.weight.tolist():
    print("  ".join(f"{value:+.2f}" for value in row))
    #> -0.01  -0.11  -0.28  +0.16  -0.18  +0.39  -0.15  -0.25  +0.21  -0.07
    #> -0.07  -0.07  -0.11  -0.19  +0.19  +0.08  +0.08  -0.17  +0.00  +0.17
    #> -0.01  +0.22  -0.01  +0.01  +0.27  +0.02  +0.09  -0.14  +0.16  -0.01
print("bias:")
#> bias:
print("  ".join(f"{value:+.2f}" for value in model.bias.tolist()))
#> +0.09  +0.14  +0.01
