"""eval() changes what layers do, no_grad what autograd records."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.ones(1, 1000)  # (sample=1, feature=1000)
model = nn.Sequential(nn.Linear(1000, 1000), nn.Dropout(0.5))


def show(name, y_pred):
    dropped = (y_pred == 0).float().mean().item()
    print(f"{name:17} dropped {dropped:4.0%}  graph {y_pred.requires_grad}")
    #> train()           dropped  50%  graph True
    #> train() + no_grad dropped  50%  graph False
    #> eval()            dropped   0%  graph True
    #> eval() + no_grad  dropped   0%  graph False


show("train()", model(x))
with torch.no_grad():
    show("train() + no_grad", model(x))

model.eval()
show("eval()", model(x))
with torch.no_grad():
    show("eval() + no_grad", model(x))
