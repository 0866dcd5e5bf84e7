"""eval() changes what layers do, no_grad what autograd records."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.ones(1, 10)  # (sample=1, feature=10)
model = nn.Sequential(nn.Linear(10, 100), nn.Dropout(0.5))


def show(name, y_pred):
    drops = (y_pred == 0).any().item()
    print(f"{name:17}  drops {drops!s:5}  graph {y_pred.requires_grad}")
    #> train()            drops True   graph True
    #> train() + no_grad  drops True   graph False
    #> eval()             drops False  graph True
    #> eval() + no_grad   drops False  graph False


show("train()", model(x))
with torch.no_grad():
    show("train() + no_grad", model(x))

model.eval()
show("eval()", model(x))
with torch.no_grad():
    show("eval() + no_grad", model(x))
