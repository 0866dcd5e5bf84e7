"""The training loss falls to the end; the held-out loss turns."""

import copy

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(240, 30)  # (sample=240, feature=30)
y = x[:, :1] + torch.randn(240, 1)  # one feature matters
x_train, y_train = x[:40], y[:40]
x_held, y_held = x[40:], y[40:]  # no step ever sees these

model = nn.Linear(30, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

best_loss, best_epoch, best_model = float("inf"), 0, None
for epoch in range(200):
    model.train()
    loss = loss_fn(model(x_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

    model.eval()
    with torch.no_grad():
        held_out = loss_fn(model(x_held), y_held).item()
    if held_out < best_loss:
        best_loss, best_epoch = held_out, epoch
        best_model = copy.deepcopy(model)

    if epoch % 20 == 0 or epoch == 199:
        training = loss.item()
        losses = f"training {training:.3f}  held out {held_out:.3f}"
        print(f"epoch {epoch:3}  {losses}")
        #> epoch   0  training 1.329  held out 2.272
        #> epoch  20  training 0.251  held out 1.616
        #> epoch  40  training 0.181  held out 1.791
        #> epoch  60  training 0.147  held out 2.095
        #> epoch  80  training 0.126  held out 2.440
        #> epoch 100  training 0.111  held out 2.793
        #> epoch 120  training 0.101  held out 3.138
        #> epoch 140  training 0.093  held out 3.469
        #> epoch 160  training 0.087  held out 3.778
        #> epoch 180  training 0.083  held out 4.065
        #> epoch 199  training 0.080  held out 4.315

print(f"best held-out loss {best_loss:.3f} after epoch {best_epoch}")
#> best held-out loss 1.614 after epoch 18
with torch.no_grad():
    kept = loss_fn(best_model(x_held), y_held).item()
print(f"the copy still has {kept:.3f}, the model {held_out:.3f}")
#> the copy still has 1.614, the model 4.315
