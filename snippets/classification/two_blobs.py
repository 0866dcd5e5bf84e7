"""A classifier finds a line between two blobs of points."""

import torch
from torch import nn, optim

torch.manual_seed(7)

y = torch.arange(100) % 2  # (sample=100), each label 0 or 1
middles = torch.tensor([[-1.0, 1.0], [1.0, 0.0]])  # (class=2, feature=2)
x = middles[y] + 0.7 * torch.randn(100, 2)  # (sample=100, feature=2)

model = nn.Linear(2, 2)
loss_fn = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    y_pred = model(x)  # (sample=100, class=2), raw logits
    loss = loss_fn(y_pred, y)
    accuracy = (y_pred.argmax(dim=1) == y).float().mean()

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    if epoch % 25 == 0 or epoch == 99:
        print(f"epoch {epoch:2d}  loss {loss:.2f}  accuracy {accuracy:.2f}")
        #> epoch  0  loss 0.80  accuracy 0.40
        #> epoch 25  loss 0.26  accuracy 0.96
        #> epoch 50  loss 0.19  accuracy 0.96
        #> epoch 75  loss 0.16  accuracy 0.96
        #> epoch 99  loss 0.15  accuracy 0.96
