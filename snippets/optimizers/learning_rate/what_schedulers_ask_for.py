"""OneCycleLR counts batches; ReduceLROnPlateau asks for a loss."""

import torch
from torch import nn, optim
from torch.optim import lr_scheduler

weight = nn.Parameter(torch.tensor(1.0))
optimizer = optim.SGD([weight], lr=0.1)
epochs, batches = 2, 3
scheduler = lr_scheduler.OneCycleLR(
    optimizer, max_lr=0.4, epochs=epochs, steps_per_epoch=batches
)
for epoch in range(epochs):
    for batch in range(batches):
        loss = weight**2
        optimizer.zero_grad()
        loss.backward()
        lr = optimizer.param_groups[0]["lr"]
        optimizer.step()
        scheduler.step()  # a call for each batch
        print(f"epoch {epoch}  batch {batch}  lr {lr:.4f}")
        #> epoch 0  batch 0  lr 0.0160
        #> epoch 0  batch 1  lr 0.3978
        #> epoch 0  batch 2  lr 0.3247
        #> epoch 1  batch 0  lr 0.1851
        #> epoch 1  batch 1  lr 0.0534
        #> epoch 1  batch 2  lr 0.0000

optimizer = optim.SGD([weight], lr=0.1)
scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, patience=1)
for held_out_loss in (1.0, 0.8, 0.9, 0.8, 0.7):  # typed in, one an epoch
    scheduler.step(held_out_loss)
    lr = optimizer.param_groups[0]["lr"]
    print(f"held-out loss {held_out_loss}  next lr {lr:.4f}")
    #> held-out loss 1.0  next lr 0.1000
    #> held-out loss 0.8  next lr 0.1000
    #> held-out loss 0.9  next lr 0.1000
    #> held-out loss 0.8  next lr 0.0100
    #> held-out loss 0.7  next lr 0.0100
