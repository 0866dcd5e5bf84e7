"""Cross-entropy takes the logits, and the loss falls towards 0."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 10)  # (sample=100, feature=10)
y = x[:, :3].argmax(dim=1)  # these labels can be learned

model = nn.Linear(10, 3)
loss_fn = nn.CrossEntropyLoss()  # does its own log-softmax
optimizer = optim.Adam(model.parameters(), lr=0.1)

for epoch in range(500):
    y_pred = model(x)  # (sample=100, class=3), raw logits
    loss = loss_fn(y_pred, y)

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 100 == 0:
        print(f"epoch {epoch:3d}  loss {loss.item():.4f}")
        #> epoch   0  loss 1.1059
        #> epoch 100  loss 0.0518
        #> epoch 200  loss 0.0280
        #> epoch 300  loss 0.0181
        #> epoch 400  loss 0.0129

accuracy = (model(x).argmax(dim=1) == y).float().mean().item()
print(f"accuracy {accuracy:.2f}")
#> accuracy 1.00
