"""The model of lower loss can be the one of lower accuracy."""

import torch
from torch import nn

y = torch.tensor([1.0, 1.0, 1.0, 1.0])  # (sample=4), yes each time
models = {  # logits of the four samples; above 0 means yes
    "barely right": torch.tensor([0.1, 0.1, 0.1, 0.1]),
    "sure but once": torch.tensor([4.0, 4.0, 4.0, -0.1]),
}

for name, y_pred in models.items():
    loss = nn.BCEWithLogitsLoss()(y_pred, y).item()
    accuracy = ((y_pred > 0) == (y > 0)).float().mean().item()
    print(f"{name:13}  loss {loss:.3f}  accuracy {accuracy:.2f}")
    #> barely right   loss 0.644  accuracy 1.00
    #> sure but once  loss 0.200  accuracy 0.75
