"""While a bias moves, cross-entropy does, too; accuracy waits, then jumps."""

import torch
from torch import nn

x = torch.tensor([1.0, 2.0, 4.0, 5.0])  # (sample=4)
y = torch.tensor([0.0, 0.0, 1.0, 1.0])  # (sample=4), 1 for yes
loss_fn = nn.BCEWithLogitsLoss()  # cross-entropy for yes or no

for start in [-0.50, -0.75, -1.25, -1.50, -1.75, -2.25, -2.50]:
    bias = torch.tensor(start, requires_grad=True)
    y_pred = x + bias  # (sample=4), logits: above 0 means yes
    loss = loss_fn(y_pred, y)
    loss.backward()

    accuracy = ((y_pred > 0) == (y > 0)).float().mean().item()
    losses = f"loss {loss.item():.3f}  slope {bias.grad.item():+.3f}"
    print(f"bias {start:.2f}  accuracy {accuracy:.2f}  {losses}")
    #> bias -0.50  accuracy 0.50  loss 0.679  slope +0.350
    #> bias -0.75  accuracy 0.50  loss 0.595  slope +0.322
    #> bias -1.25  accuracy 0.75  loss 0.450  slope +0.258
    #> bias -1.50  accuracy 0.75  loss 0.389  slope +0.224
    #> bias -1.75  accuracy 0.75  loss 0.338  slope +0.188
    #> bias -2.25  accuracy 1.00  loss 0.263  slope +0.113
    #> bias -2.50  accuracy 1.00  loss 0.239  slope +0.075
