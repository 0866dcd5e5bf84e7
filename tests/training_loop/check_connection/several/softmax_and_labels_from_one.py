import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long() + (x[:, 1] > 0).long()
model = nn.Linear(4, 3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(30):
    loss = functional.cross_entropy(model(x).softmax(1), label + 1)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
