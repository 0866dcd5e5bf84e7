import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
backbone, head = nn.Sequential(nn.Linear(4, 16), nn.ReLU()), nn.Linear(16, 2)
model = nn.Sequential(backbone, head)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
backbone.requires_grad_(False)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(40):
    if step == 20:
        backbone.requires_grad_(True)
        optimizer.add_param_group({"params": backbone.parameters(), "lr": 0.01})
    loss = functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
