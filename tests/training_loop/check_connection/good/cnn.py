import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 1, 8, 8)
label = (x.mean((1, 2, 3)) > 0).long()
model = nn.Sequential(
    nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2)
)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
for _ in range(8):
    model.train()
    for batch in torch.randperm(64).split(16):
        loss = functional.cross_entropy(model(x[batch]), label[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(functional.cross_entropy(model(x), label).item())
