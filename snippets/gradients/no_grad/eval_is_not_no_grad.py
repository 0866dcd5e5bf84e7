"""eval() changes what layers do, no_grad what autograd records."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.ones(1, 10)  # (sample=1, feature=10)
model = nn.Sequential(nn.Linear(10, 100), nn.Dropout(0.5))


def told(y_pred):
    drops = (y_pred == 0).any().item()
    return f"drops {drops!s:5}  graph {y_pred.requires_grad}"


print("train()           ", told(model(x)))
#> train()            drops True   graph True
with torch.no_grad():
    print("train() + no_grad ", told(model(x)))
    #> train() + no_grad  drops True   graph False

model.eval()
print("eval()            ", told(model(x)))
#> eval()             drops False  graph True
with torch.no_grad():
    print("eval() + no_grad  ", told(model(x)))
    #> eval() + no_grad   drops False  graph False
