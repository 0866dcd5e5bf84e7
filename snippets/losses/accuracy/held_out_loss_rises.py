"""The held-out loss more than doubles; held-out accuracy hardly changes."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(1040, 30)  # (sample=1040, feature=30)
# (sample=1040, answer=1), 1 for yes; noise makes some answers random
y = (x[:, :1] + 0.5 * torch.randn(1040, 1) > 0).float()
x_train, y_train = x[:40], y[:40]
x_held_out, y_held_out = x[40:], y[40:]

model = nn.Linear(30, 1)
loss_fn = nn.BCEWithLogitsLoss()
optimizer = optim.SGD(model.parameters(), lr=1.0)

for epoch in range(1001):
    loss = loss_fn(model(x_train), y_train)

    if epoch in (10, 50, 200, 1000):
        with torch.no_grad():
            y_pred = model(x_held_out)
        wrong = (y_pred > 0) != (y_held_out > 0)
        held_out = loss_fn(y_pred, y_held_out)
        of_wrong = loss_fn(y_pred[wrong], y_held_out[wrong])
        accuracy = 1 - wrong.float().mean()
        losses = f"loss {held_out:.3f}, of the wrong {of_wrong:.2f}"
        print(f"epoch {epoch:4d}  {losses}  accuracy {accuracy:.3f}")
        #> epoch   10  loss 0.504, of the wrong 1.44  accuracy 0.772
        #> epoch   50  loss 0.609, of the wrong 2.17  accuracy 0.763
        #> epoch  200  loss 0.814, of the wrong 3.22  accuracy 0.767
        #> epoch 1000  loss 1.125, of the wrong 4.58  accuracy 0.764

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
