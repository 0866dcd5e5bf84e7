"""The same three samples give another loss for each weight."""

import torch
from torch import nn

x = torch.tensor([1.0, 2.0, 3.0])  # (sample=3)
y = torch.tensor([3.0, 5.0, 5.0])  # (sample=3)
loss_fn = nn.MSELoss()

weights = [0.0, 1.0, 2.0, 3.0, 4.0]
for weight in weights:
    y_pred = weight * x  # (sample=3)
    loss = loss_fn(y_pred, y)  # a single number
    print(f"weight {weight:.0f}  {y_pred.tolist()}  loss {loss.item():.4f}")
    #> weight 0  [0.0, 0.0, 0.0]  loss 19.6667
    #> weight 1  [1.0, 2.0, 3.0]  loss 5.6667
    #> weight 2  [2.0, 4.0, 6.0]  loss 1.0000
    #> weight 3  [3.0, 6.0, 9.0]  loss 5.6667
    #> weight 4  [4.0, 8.0, 12.0]  loss 19.6667
