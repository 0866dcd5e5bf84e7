"""The training samples' loss nears 0; that of others falls, then rises."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(1015, 20)  # (sample=1015, feature=20)
y = x[:, :1] + torch.randn(1015, 1)  # the rest does not matter
x_train, y_train = x[:15], y[:15]
x_held_out, y_held_out = x[15:], y[15:]

model = nn.Linear(20, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.02)

for epoch in range(1001):
    loss = loss_fn(model(x_train), y_train)

    if epoch in (0, 10, 30, 100, 300, 1000):
        with torch.no_grad():
            held_out = loss_fn(model(x_held_out), y_held_out)
        losses = f"training {loss.item():.4f}  held out {held_out.item():.4f}"
        print(f"epoch {epoch:4d}  {losses}")
        #> epoch    0  training 3.8084  held out 2.3302
        #> epoch   10  training 0.5168  held out 1.6870
        #> epoch   30  training 0.1376  held out 1.7749
        #> epoch  100  training 0.0438  held out 1.9627
        #> epoch  300  training 0.0166  held out 2.1858
        #> epoch 1000  training 0.0013  held out 2.7621

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
