"""Wrong: a softmax before cross-entropy leaves a floor under the loss."""

import math

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
    loss = loss_fn(y_pred.softmax(dim=1), y)  # wrong: the loss wants y_pred

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 100 == 0:
        print(f"epoch {epoch:3d}  loss {loss.item():.4f}")
        #> epoch   0  loss 1.0833
        #> epoch 100  loss 0.5768
        #> epoch 200  loss 0.5644
        #> epoch 300  loss 0.5596
        #> epoch 400  loss 0.5571

floor = math.log(math.e + 2) - 1  # of a sure and right softmax: 1, 0, 0
accuracy = (model(x).argmax(dim=1) == y).float().mean().item()
right_loss = loss_fn(model(x), y).item()
print(f"floor {floor:.4f}, with accuracy {accuracy:.2f}")
#> floor 0.5514, with accuracy 1.00
print(f"the same model's loss without the softmax {right_loss:.4f}")
#> the same model's loss without the softmax 0.0066
